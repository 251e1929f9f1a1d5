"""What workers do for orders."""

from kit import clock
from kit.schedule import every
from storefront.orders import queries
from storefront.orders.commands import lifecycle


@every(300)
def confirm_orders() -> None:
    """Complete the orders whose confirm clock has run out."""
    now = clock.now()
    for order_id in queries.due_to_confirm(now):
        lifecycle.complete(order_id, due_by=now, now=now)
