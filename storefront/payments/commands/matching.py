"""The bank statement: entries come in once, and somebody matches each with the payment it is for."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db, lock
from kit.errors import Conflict, RuleViolation
from storefront.payments import queries
from storefront.payments.commands import capturing
from storefront.payments.models import BankEntry, Payment
from storefront.payments.provider import settles
from storefront.payments.vocabulary import EntryState, PaymentState, Settles

_WAITING = frozenset({PaymentState.CREATED, PaymentState.PENDING, PaymentState.EXPIRED, PaymentState.CANCELLED})


@command
def take_entry(reference: str, amount_minor: int, currency: str, *, payer: str = "", text: str = "", at: datetime) -> bool:
    """Note money that came in on the bank account, once per the bank's reference. False when it was there. Raises RuleViolation."""
    if amount_minor <= 0:
        raise RuleViolation("bad_amount", "Enter an amount above zero.", field="amount")
    row = insert(BankEntry).values(
        reference=reference, amount_minor=amount_minor, currency=currency, payer=payer or None, text=text, at=at,
        status=EntryState.OPEN, note="",
    )  # fmt: skip
    return db.session.execute(row.on_conflict_do_nothing().returning(BankEntry.id)).first() is not None


@command
def match(entry_id: int, payment_id: int, *, actor_id: int | None, now: datetime) -> bool:
    """This entry is for that payment; once all of it is in, it counts as captured (True). Money for an order closed meanwhile goes
    back by itself.

    Raises Conflict("not_open"), RuleViolation: not_a_transfer, over_amount, other_currency; NotFound."""
    queries.order_of_payment(payment_id)
    payment, entry = lock(Payment, payment_id), lock(BankEntry, entry_id)
    if entry.status is not EntryState.OPEN:
        raise Conflict("not_open", "Somebody has already handled this entry.")
    if settles(payment.provider) is not Settles.TRANSFER or payment.status not in _WAITING:
        raise RuleViolation("not_a_transfer", "This order is not waiting for a transfer.", field="order")
    if entry.currency != payment.currency:
        raise RuleViolation("other_currency", "The entry is in another currency than the order.", field="order")
    paid = queries.matched_minor(payment_id) + entry.amount_minor
    if paid > payment.amount_minor:
        raise RuleViolation(
            "over_amount", "That is more than is open. Send it back, set it aside and ask for the right amount.", field="order"
        )
    entry.status, entry.payment_id, entry.handled_by, entry.handled_at = EntryState.MATCHED, payment_id, actor_id, now
    db.session.flush()
    return paid == payment.amount_minor and capturing.capture(payment_id, reference=entry.reference, now=now)


@command
def set_aside(entry_id: int, note: str, *, actor_id: int | None, now: datetime) -> None:
    """The entry is for no order: a gift, a mistake, money sent back. `note` says which. Raises Conflict("not_open"), NotFound."""
    entry = lock(BankEntry, entry_id)
    if entry.status is not EntryState.OPEN:
        raise Conflict("not_open", "Somebody has already handled this entry.")
    entry.status, entry.note, entry.handled_by, entry.handled_at = EntryState.SET_ASIDE, note, actor_id, now
