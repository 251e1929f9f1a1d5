"""The order is paid: a receipt, and what comes next."""

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.events import on
from storefront.events import OrderPaid


@kind
class OrderWasPaid(Kind):
    key = "order_paid"

    def context(self, notification: Notification) -> Context | None:
        return {"order": shop.order(notification.subject["order_id"])}


@on(OrderPaid)
def thank(event: OrderPaid) -> None:
    outbox.put(OrderWasPaid, event.customer_id, dedupe=event.order_id, at=event.at, order_id=event.order_id)
