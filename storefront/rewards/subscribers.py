"""Points follow orders and refunds."""

from kit.events import on
from storefront.events import LineCancelled, OrderCancelled, OrderPaid, RefundSucceeded, ShipmentDelivered
from storefront.rewards import commands


@on(OrderPaid)
def earn(event: OrderPaid) -> None:
    commands.earn(event.order_id, now=event.at)


@on(ShipmentDelivered)
def wait_for_the_window(event: ShipmentDelivered) -> None:
    commands.set_release(event.order_id, delivered_at=event.delivered_at)


@on(RefundSucceeded)
def follow_refund(event: RefundSucceeded) -> None:
    commands.follow(event.order_id, ("refund", str(event.refund_id)), now=event.at)


@on(LineCancelled)
def follow_line(event: LineCancelled) -> None:
    commands.follow(event.order_id, ("line", f"{event.order_line_id}:{event.at.isoformat()}"), now=event.at)


@on(OrderCancelled)
def follow_cancellation(event: OrderCancelled) -> None:
    commands.follow(event.order_id, ("closed", str(event.order_id)), now=event.at)
