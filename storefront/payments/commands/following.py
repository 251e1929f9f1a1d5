"""What follows from a refund's tenders: its state, the order's payment status, and the word that it is over."""

from datetime import datetime

from kit.db import command
from kit.events import publish
from storefront.events import RefundFailed, RefundSucceeded
from storefront.orders import queries as orders
from storefront.orders.commands import lifecycle
from storefront.payments import queries, rules
from storefront.payments.commands import holding
from storefront.payments.models import Refund
from storefront.payments.vocabulary import PAID_OUT, RefundState


@command
def follow(refund: Refund, failure: str = "", *, now: datetime) -> None:
    """Derive the refund's state and the order's payment status, and tell when the refund is over. The order must be locked."""
    before, refund.status = refund.status, state_of(refund)
    order, money = orders.with_lines(refund.order_id, lock=True), queries.money_of(refund.order_id)
    lifecycle.follow_money(order, captured=money.captured, refunded=money.refunded, waived=money.waived)
    about = {"refund_id": refund.id, "order_id": refund.order_id, "case_ref": refund.case_ref, "reference": refund.reference}
    if refund.status in PAID_OUT and refund.finished_at is None:
        refund.finished_at = now
        publish(RefundSucceeded(**about, amount_minor=refund.amount_minor, at=now))  # type: ignore[arg-type]
        lifecycle.close_if_all_returned(order, now=now)
    elif refund.status is RefundState.FAILED and before is not RefundState.FAILED:
        if not queries.is_booked(refund):
            holding.unbook(refund)
        publish(RefundFailed(**about, amount_minor=refund.amount_minor, failure=failure or "declined", at=now))  # type: ignore[arg-type]


def state_of(refund: Refund) -> RefundState:
    """From its tenders without those that a retry replaced."""
    replaced = {tender.attempt_of for tender in refund.tenders}
    return rules.refund_state({tender.status for tender in refund.tenders if tender.id not in replaced})
