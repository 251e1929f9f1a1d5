"""What workers do for payments."""

from kit import clock
from kit.schedule import every
from storefront.orders import queries as orders
from storefront.orders.vocabulary import CloseReason
from storefront.payments import gateway, queries
from storefront.payments.commands import closing


def send_refund(refund_id: int) -> None:
    """Send every share of a refund that waits."""
    for tender_id in queries.tenders_to_send(refund_id):
        gateway.send_refund(tender_id, now=clock.now())


@every(30)
def reconcile_refunds() -> None:
    """Shares whose doorbell was lost, whose sender died or whose outcome is unknown."""
    for tender_id in queries.due_tenders(clock.now()):
        gateway.send_refund(tender_id, now=clock.now())


@every(30)
def reconcile_charges() -> None:
    """Charges whose answer was lost."""
    for payment in queries.due_charges(clock.now()):
        gateway.reconcile_charge(payment, now=clock.now())


@every(60)
def close_unpaid_orders() -> None:
    """Orders whose time to pay has run out."""
    for order_id in orders.unpaid_since(clock.now()):
        closing.close_unpaid(order_id, CloseReason.UNPAID, now=clock.now())
