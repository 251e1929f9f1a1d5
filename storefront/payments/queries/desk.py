"""Lists for those who look after the money: the bank statement, prepaid cards, refunds to approve or pay out, open answers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from kit.db import db
from storefront.orders.models import Order
from storefront.payments.models import BankEntry, Payment, PaymentEvent, PrepaidCard, Refund, RefundTender
from storefront.payments.provider import GATEWAYS
from storefront.payments.vocabulary import EntryState, PaymentState, RefundState, Settles

_GOING = (RefundState.READY, RefundState.PROCESSING, RefundState.UNKNOWN)


def open_entries(*, limit: int = 100) -> Sequence[BankEntry]:
    """Entries of the bank statement that nobody has handled, the oldest first."""
    return db.session.scalars(
        select(BankEntry).where(BankEntry.status == EntryState.OPEN).order_by(BankEntry.id).limit(limit)
    ).all()


def awaited_transfers(*, limit: int = 200) -> Sequence[tuple[Payment, Order]]:
    """Payments that wait for a transfer with their orders, the oldest first."""
    keys = [one.key for one in GATEWAYS if one.settles is Settles.TRANSFER]
    waiting = Payment.provider.in_(keys), Payment.status == PaymentState.PENDING
    joined = select(Payment, Order).join(Order, Order.id == Payment.order_id).where(*waiting).options(joinedload(Order.customer))
    return db.session.execute(joined.order_by(Payment.id).limit(limit)).all()


def cards(*, limit: int = 200) -> Sequence[PrepaidCard]:
    """The prepaid cards issued last."""
    return db.session.scalars(select(PrepaidCard).order_by(PrepaidCard.id.desc()).limit(limit)).all()


def payouts(*, limit: int = 100) -> Sequence[tuple[RefundTender, Refund, Order]]:
    """Shares of refunds that somebody must pay out by hand, or that were declined and not replaced, the oldest first."""
    by_hand = [one.key for one in GATEWAYS if one.settles is not Settles.ONLINE]
    later = aliased(RefundTender)
    replaced = select(later.id).where(later.attempt_of == RefundTender.id).exists()
    waits = RefundTender.status.in_(_GOING) & Payment.provider.in_(by_hand)
    failed = (RefundTender.status == RefundState.FAILED) & ~replaced
    joined = (
        select(RefundTender, Refund, Order)
        .join(Refund, Refund.id == RefundTender.refund_id)
        .join(Order, Order.id == Refund.order_id)
        .join(Payment, Payment.id == RefundTender.payment_id)
    )
    rows = joined.where(waits | failed).options(contains_eager(RefundTender.payment), joinedload(Order.customer))
    return db.session.execute(rows.order_by(RefundTender.id).limit(limit)).all()


def held_refunds(*, limit: int = 100) -> Sequence[tuple[Refund, Order]]:
    """Refunds that wait for a second person, the oldest first."""
    joined = select(Refund, Order).join(Order, Order.id == Refund.order_id).where(Refund.status == RefundState.HELD)
    return db.session.execute(joined.order_by(Refund.id).limit(limit)).all()


def unmatched_notices(*, limit: int = 50) -> Sequence[PaymentEvent]:
    """What providers told us that fits no payment or refund of ours, the newest first."""
    kept = select(PaymentEvent).where(PaymentEvent.matched_at.is_(None)).order_by(PaymentEvent.id.desc())
    return db.session.scalars(kept.limit(limit)).all()


def unanswered(*, limit: int = 50) -> Sequence[tuple[Payment, Order]]:
    """Charges whose answer is out, the oldest first."""
    joined = select(Payment, Order).join(Order, Order.id == Payment.order_id).where(Payment.next_query_at.is_not(None))
    return db.session.execute(joined.order_by(Payment.id).limit(limit)).all()
