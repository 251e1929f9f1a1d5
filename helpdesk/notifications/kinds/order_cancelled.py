"""The order was cancelled: what happens to the money."""

from helpdesk import shop
from helpdesk.notifications import outbox
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from kit.events import on
from storefront.events import OrderCancelled


@kind
class OrderWasCancelled(Kind):
    key = "order_cancelled"

    def context(self, notification: Notification) -> Context | None:
        return {"order": shop.order(notification.subject["order_id"])}


@on(OrderCancelled)
def tell_cancelled(event: OrderCancelled) -> None:
    if event.reason == "cancelled":
        outbox.put(OrderWasCancelled, event.customer_id, dedupe=event.order_id, at=event.at, order_id=event.order_id)
