"""The order is confirmed and is paid at the door."""

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.events import on
from storefront.events import OrderConfirmed


@kind
class OrderWasConfirmed(Kind):
    key = "order_confirmed"

    def context(self, notification: Notification) -> Context | None:
        order = shop.order(notification.subject["order_id"])
        owed = sum(one.amount_minor for one in shop.tenders(order.id) if one.provider == "cash_on_delivery")
        return {"order": order, "amount_minor": owed}


@on(OrderConfirmed)
def tell_confirmed(event: OrderConfirmed) -> None:
    outbox.put(OrderWasConfirmed, event.customer_id, dedupe=event.order_id, at=event.at, order_id=event.order_id)
