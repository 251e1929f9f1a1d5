"""Orders that end unpaid, and units cancelled before they are sent."""

from datetime import datetime

from kit.db import command
from kit.errors import NotFound, RuleViolation
from storefront.orders import queries as orders
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order, OrderLine
from storefront.orders.vocabulary import CANCELLABLE, CloseReason, FulfillmentStatus, OrderStatus
from storefront.payments import queries, rules
from storefront.payments.commands import refunding
from storefront.payments.commands.holding import Part
from storefront.payments.provider import PURSES
from storefront.payments.vocabulary import PaymentState

_OPEN = frozenset({PaymentState.CREATED, PaymentState.PENDING})


@command
def close_unpaid(order_id: int, reason: CloseReason, *, actor_id: int | None = None, now: datetime) -> bool:
    """Close an order nobody paid: stock, coupons, points and credit go back. False when it is no longer unpaid; a payment that
    arrives later is sent back by itself."""
    order = orders.with_lines(order_id, lock=True)
    if order.status is not OrderStatus.PENDING_PAYMENT:
        return False
    for payment in queries.payments_of(order_id):
        if payment.status not in _OPEN:
            continue
        if payment.provider in PURSES:
            source = ("payment", str(payment.id))
            PURSES.get(payment.provider).give_back(order.customer_id, payment.amount_minor, order.currency, source, now)
        is_late = reason is CloseReason.UNPAID and payment.provider not in PURSES
        payment.status = PaymentState.EXPIRED if is_late else PaymentState.CANCELLED
        # an answer that is still out is asked for until it is known: money that came all the same goes back
    lifecycle.close(order, reason, actor_id=actor_id, now=now)
    return True


@command
def cancel_units(order_id: int, order_line_id: int, quantity: int, *, actor_id: int | None, now: datetime) -> None:
    """Cancel units of a paid order before they are sent and refund them; the freight goes back with the last unit (R8 i).

    Raises RuleViolation("already_sent"), NotFound."""
    order = orders.with_lines(order_id, lock=True)
    line = next((line for line in order.lines if line.id == order_line_id), None)
    if line is None:
        raise NotFound("order line", order_line_id)
    reference = f"cancel:{line.id}:{line.qty_cancelled + quantity}"
    part = _part_for(line, quantity)
    lifecycle.cancel_units(order, line, quantity, reference=reference, actor_id=actor_id, now=now)
    parts = [part]
    if order.fulfillment_status is FulfillmentStatus.CANCELLED:
        parts += [
            Part(order_shipping_id=row.id, amount_minor=row.payable_minor - row.refunded_minor, tax_minor=row.tax_minor)
            for row in orders.whole(order_id).shippings
            if row.payable_minor > row.refunded_minor
        ]
    if any(part.amount_minor for part in parts):
        refunding.request(
            order_id, [part for part in parts if part.amount_minor], reference=reference, reason="cancelled",
            requester_id=actor_id, needs_approval=False, now=now,
        )  # fmt: skip


@command
def cancel_line(order_id: int, order_line_id: int, quantity: int, *, actor_id: int | None, now: datetime) -> None:
    """The customer takes pieces out of an order that is not being packed yet. Raises as `cancel_units`, and being_packed."""
    _check_not_packed(orders.with_lines(order_id, lock=True))
    cancel_units(order_id, order_line_id, quantity, actor_id=actor_id, now=now)


@command
def cancel(order_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Cancel the whole order while nothing was sent or packed. Raises RuleViolation: already_sent, being_packed."""
    order = orders.with_lines(order_id, lock=True)
    if order.status is OrderStatus.PENDING_PAYMENT:
        close_unpaid(order_id, CloseReason.CANCELLED, actor_id=actor_id, now=now)
        return
    if order.status not in CANCELLABLE:
        raise RuleViolation("already_sent", "The parcel is already on its way. You can send things back once they arrive.")
    _check_not_packed(order)
    for line in _cancellable(order):
        units = line.quantity - line.qty_cancelled
        cancel_units(order_id, line.id, units, actor_id=actor_id, now=now)


def _check_not_packed(order: Order) -> None:
    if order.picked_at is not None:
        raise RuleViolation("being_packed", "Your order is already being packed. You can send things back once they arrive.")


def _cancellable(order: Order) -> list[OrderLine]:
    return [line for line in order.lines if line.quantity > line.qty_cancelled]


def _part_for(line: OrderLine, quantity: int) -> Part:
    amount, tax = rules.units_refund(
        line.payable_minor, line.quantity, queries.units_refunded(line.id), quantity, tax=line.tax_minor,
        refunded=line.refunded_minor, refunded_tax=line.refunded_tax_minor, tax_included=line.tax_included,
    )  # fmt: skip
    return Part(order_line_id=line.id, quantity=quantity, amount_minor=amount, tax_minor=tax)
