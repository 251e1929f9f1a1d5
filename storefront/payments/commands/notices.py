"""What providers tell us by themselves: stored once per event id, then acted on."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db
from kit.events import publish
from storefront.events import UnknownRefundReported
from storefront.payments import queries
from storefront.payments.commands import capturing, settling
from storefront.payments.models import Payment, PaymentEvent, RefundTender
from storefront.payments.provider import Answer, Notice, Outcome
from storefront.payments.vocabulary import PaymentEventKind, RefundState

_REFUNDS = {PaymentEventKind.REFUNDED: Outcome.SUCCEEDED, PaymentEventKind.REFUND_FAILED: Outcome.DECLINED}
_CHARGES = {PaymentEventKind.CAPTURED: Outcome.SUCCEEDED, PaymentEventKind.FAILED: Outcome.DECLINED}


@command
def take(provider: str, notice: Notice, *, now: datetime) -> bool:
    """Store a notice and act on it; False when its event id was already there (I10). A notice whose key or amount we do not know
    is kept unmatched, and a refund nobody asked for is told as UnknownRefundReported."""
    row = insert(PaymentEvent).values(
        provider=provider, provider_event_id=notice.event_id, kind=notice.kind, key=notice.key, amount_minor=notice.amount_minor,
        occurred_at=notice.occurred_at, received_at=now, raw=notice.raw,
    )  # fmt: skip
    event_id = db.session.execute(row.on_conflict_do_nothing().returning(PaymentEvent.id)).scalar()
    if event_id is None:
        return False
    event = db.session.get_one(PaymentEvent, event_id)
    if notice.kind in _CHARGES:
        _match_payment(event, notice, queries.payment_by_key(provider, notice.key), now)
    elif notice.kind in _REFUNDS:
        _match_refund(event, notice, queries.tender_by_key(notice.key), now)
    return True


def _match_payment(event: PaymentEvent, notice: Notice, payment: Payment | None, now: datetime) -> None:
    if payment is None or payment.amount_minor != notice.amount_minor:
        return
    event.payment_id, event.matched_at = payment.id, now
    capturing.record(payment.id, Answer(_CHARGES[notice.kind], reference=notice.reference), now=now)


def _match_refund(event: PaymentEvent, notice: Notice, tender: RefundTender | None, now: datetime) -> None:
    is_ours = tender is not None and tender.amount_minor == notice.amount_minor
    if tender is None or not is_ours or (tender.status is RefundState.FAILED and notice.kind is PaymentEventKind.REFUNDED):
        if notice.kind is PaymentEventKind.REFUNDED:
            publish(UnknownRefundReported(payment_event_id=event.id, provider=event.provider, at=now))
        return
    event.refund_tender_id, event.matched_at = tender.id, now
    settling.record(tender.id, Answer(_REFUNDS[notice.kind], reference=notice.reference), now=now)
