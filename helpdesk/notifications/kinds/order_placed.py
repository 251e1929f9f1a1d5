"""We have the order: its number, what it holds, what is to be paid. An order paid meanwhile has another mail."""

from datetime import timedelta

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.events import on
from storefront.events import OrderPlaced

PAYING = timedelta(minutes=2)
"""How long somebody is given to pay before this mail asks for it."""


@kind
class OrderWasPlaced(Kind):
    key = "order_placed"

    def context(self, notification: Notification) -> Context | None:
        order = shop.order(notification.subject["order_id"])
        return {"order": order} if order.status == "pending_payment" else None


@on(OrderPlaced)
def confirm(event: OrderPlaced) -> None:
    outbox.put(
        OrderWasPlaced, event.customer_id, dedupe=event.order_id, at=event.at, not_before=event.at + PAYING, order_id=event.order_id
    )
