"""Writing the journal: each fact once, every booking in balance."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db
from storefront.ledger import queries, rules
from storefront.ledger.models import Journal, JournalLine
from storefront.ledger.rules import Entry
from storefront.ledger.vocabulary import Account, JournalKind
from storefront.orders import queries as orders
from storefront.orders.models import Order
from storefront.payments import queries as payments
from storefront.payments.models import Payment, Refund, RefundTender
from storefront.payments.vocabulary import RefundState


@command
def book_sale(order_id: int, *, now: datetime) -> bool:
    """The order goes through, paid or to be paid at the door. False when it was booked."""
    order = orders.whole(order_id)
    freight = sum(row.payable_minor - row.tax_minor for row in order.shippings)
    entries = rules.sale(order.payable_minor, freight=freight, tax=order.tax_total_minor)
    return _book(JournalKind.SALE, ("order", order_id), order, entries, now)


@command
def book_payment(payment_id: int, *, now: datetime) -> bool:
    """The money of a tender is in. False when it was booked."""
    payment = db.session.get_one(Payment, payment_id)
    entries = rules.payment(_tender(payment), payment.captured_minor)
    return _book(JournalKind.PAYMENT, ("payment", payment_id), _order(payment.order_id), entries, now)


@command
def book_refund(refund_id: int, *, now: datetime) -> bool:
    """Money is to go back. False when it was booked."""
    refund = payments.refund(refund_id)
    return _book(JournalKind.REFUND, ("refund", refund_id), _order(refund.order_id), _refund_entries(refund), now)


@command
def undo_refund(refund_id: int, *, now: datetime) -> bool:
    """Nothing of a refund went out: it is booked back. False when it was, or when a part did go out."""
    refund = payments.refund(refund_id)
    if payments.is_booked(refund):
        return False
    entries = rules.turned(_refund_entries(refund))
    return _book(JournalKind.REFUND_UNDONE, ("refund", refund_id), _order(refund.order_id), entries, now)


@command
def book_payout(refund_id: int, *, now: datetime) -> bool:
    """What was to go back has gone out. False when it was booked. A refund that had failed is taken up again first."""
    refund = payments.refund(refund_id)
    source, order = ("refund", refund_id), _order(refund.order_id)
    if queries.is_booked(JournalKind.REFUND_UNDONE, refund_id):
        _book(JournalKind.REFUND_AGAIN, source, order, _refund_entries(refund), now)
    gone = [tender for tender in refund.tenders if tender.status in {RefundState.SUCCEEDED, RefundState.SUCCEEDED_MANUAL}]
    by_id = {payment.id: payment for payment in payments.payments_of(refund.order_id)}
    shares = [(_way_out(tender, by_id[tender.payment_id]), tender.amount_minor) for tender in gone]
    return _book(JournalKind.PAYOUT, source, order, rules.payout(shares), now)


def _way_out(tender: RefundTender, payment: Payment) -> str:
    """The tender a share went out over; "waived" when it was never taken in."""
    return "waived" if payment.waived_minor and tender.sent_at is None else _tender(payment)


def _tender(payment: Payment) -> str:
    return payment.provider if payment.provider == "exchange" else payment.tender.value


def _refund_entries(refund: Refund) -> list[Entry]:
    """What is neither for goods nor for freight is our goodwill, unless the money was never for an order (late or twice)."""
    sums: dict[Account, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for part in refund.parts:
        if part.order_line_id is not None:
            account = Account.RETURNS
        elif part.order_shipping_id is not None:
            account = Account.FREIGHT
        else:
            account = Account.CUSTOMERS if refund.reference.startswith("late:") else Account.GOODWILL
        gross, tax = sums[account]
        sums[account] = gross + part.amount_minor, tax + part.tax_minor
    return rules.refund(sums)


def _order(order_id: int) -> Order:
    return db.session.get_one(Order, order_id)


def _book(kind: JournalKind, source: tuple[str, int], order: Order, entries: Sequence[Entry], now: datetime) -> bool:
    if sum(entry.amount_minor for entry in entries):
        raise RuntimeError(f"the booking {kind} of {source} does not balance")
    row = insert(Journal).values(
        kind=kind, source_type=source[0], source_id=source[1], order_id=order.id, currency=order.currency, at=now
    )
    journal_id = db.session.execute(row.on_conflict_do_nothing().returning(Journal.id)).scalar()
    if journal_id is None:
        return False
    db.session.add_all(
        JournalLine(
            journal_id=journal_id, account=entry.account, debit_minor=max(entry.amount_minor, 0),
            credit_minor=max(-entry.amount_minor, 0),
        )
        for entry in entries
    )  # fmt: skip
    return True
