"""What a refund books on lines and holds on tenders: conditional updates, so that two at once never pass what was paid."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from kit import money
from kit.db import claimed, command, db
from kit.errors import RuleViolation
from storefront.orders.models import OrderLine, OrderShipping
from storefront.payments import queries
from storefront.payments.models import Payment, Refund
from storefront.payments.provider import settles
from storefront.payments.vocabulary import PaymentState, Settles

_OVER = "That is more than can still be refunded on this order."


@dataclass(frozen=True, kw_only=True)
class Part:
    """What money is for: a line (units, or an amount with quantity 0), a freight row, or neither (goodwill). Gross minor units."""

    order_line_id: int | None = None
    order_shipping_id: int | None = None
    quantity: int = 0
    amount_minor: int
    tax_minor: int = 0


@command
def book(order_id: int, part: Part, sign: int) -> None:
    """Raise (`sign` 1) or lower (-1) what is refunded of a line or freight row, never above what was paid (I4, I6).

    Raises RuleViolation: line_of_other_order, over_amount."""
    if part.order_line_id is None and part.order_shipping_id is None:
        return
    table, key = (OrderLine, part.order_line_id) if part.order_line_id else (OrderShipping, part.order_shipping_id)
    mine = select(func.count()).select_from(table).where(table.id == key, table.order_id == order_id)
    if db.session.scalar(mine) != 1:
        raise RuleViolation("line_of_other_order", "This article is not part of the order.")
    refunded, tax = table.refunded_minor + sign * part.amount_minor, table.refunded_tax_minor + sign * part.tax_minor
    on_top = select(func.coalesce(table.tax_minor, 0)).where(table.id == key, table.tax_included.is_(False)).scalar_subquery()
    gross = table.payable_minor + func.coalesce(on_top, 0)
    allowed = table.id == key, refunded <= gross, refunded >= 0, tax <= table.tax_minor, tax >= 0
    if not claimed(update(table).where(*allowed).values(refunded_minor=refunded, refunded_tax_minor=tax)):
        raise RuleViolation("over_amount", _OVER)


@command
def hold(order_id: int, amount: int) -> list[tuple[Payment, int]]:
    """Split over what is left on each tender (R5) and hold it there. Raises RuleViolation("over_amount") (R10)."""
    tenders = [payment for payment in queries.payments_of(order_id) if payment.refundable_minor > 0]
    try:
        shares = money.split_over_tenders(amount, [payment.refundable_minor for payment in tenders])
    except money.MoneyError as none_left:
        raise RuleViolation("over_amount", _OVER) from none_left
    held = [(payment, share) for payment, share in zip(tenders, shares, strict=True) if share]
    for payment, share in held:
        raise_held(payment, share)
    return held


@command
def waive(order_id: int, amount: int) -> list[tuple[Payment, int]]:
    """What is still to be taken at the door is not asked for any more: nothing needs to go back for it. The shares may be less than
    `amount`; the rest was paid otherwise."""
    shares = []
    for payment in queries.payments_of(order_id):
        share = min(amount, payment.owed_minor)
        if share > 0 and payment.status is PaymentState.PENDING and settles(payment.provider) is Settles.AT_DOOR:
            payment.waived_minor += share
            amount -= share
            shares.append((payment, share))
    return shares


@command
def unbook(refund: Refund) -> None:
    """Nothing of a refund was paid: what it had booked on lines and freight is free again."""
    for part in refund.parts:
        book(
            refund.order_id,
            Part(
                order_line_id=part.order_line_id, order_shipping_id=part.order_shipping_id, quantity=part.quantity,
                amount_minor=part.amount_minor, tax_minor=part.tax_minor,
            ), -1,
        )  # fmt: skip


@command
def raise_held(payment: Payment, amount: int) -> None:
    """Hold an amount on one tender, never more than was captured and not refunded. Raises RuleViolation("over_amount")."""
    after = Payment.refund_held_minor + amount
    free = Payment.id == payment.id, Payment.refunded_minor + after <= Payment.captured_minor
    if not claimed(update(Payment).where(*free).values(refund_held_minor=after)):
        raise RuleViolation("over_amount", _OVER)
