"""Orders are looked at once their money is in or no longer needed before sending."""

from kit.events import on
from storefront.events import OrderCancelled, OrderConfirmed, OrderPaid
from storefront.risk.commands import checking


@on(OrderPaid)
def examine_paid(event: OrderPaid) -> None:
    checking.examine(event.order_id, now=event.at)


@on(OrderConfirmed)
def examine_confirmed(event: OrderConfirmed) -> None:
    checking.examine(event.order_id, now=event.at)


@on(OrderCancelled)
def close(event: OrderCancelled) -> None:
    checking.close(event.order_id, now=event.at)
