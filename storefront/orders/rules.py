"""The derived statuses of an order, and what may be done to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kit.errors import RuleViolation
from storefront.orders.vocabulary import (
    CANCELLABLE,
    SHIPPABLE,
    AftersaleStatus,
    FulfillmentStatus,
    OrderStatus,
    PaymentStatus,
)


class Quantities(Protocol):
    """The ledger columns of a line."""

    quantity: int
    qty_cancelled: int
    qty_shipped: int
    qty_delivered: int
    qty_open: int
    qty_settled: int


def payment_status(payable: int, captured: int, refunded: int, waived: int = 0) -> PaymentStatus:
    """From the sums over all tenders, in minor units; `waived` was to be paid at the door and no longer is. An order of which
    nothing is kept and nothing is owed counts as refunded."""
    if refunded + waived > 0 and refunded >= captured and (refunded > 0 or waived >= payable) and captured + waived >= payable:
        return PaymentStatus.REFUNDED
    if refunded > 0:
        return PaymentStatus.REFUNDED if refunded >= captured and not waived else PaymentStatus.PARTIALLY_REFUNDED
    if captured + waived >= payable:
        return PaymentStatus.PAID
    return PaymentStatus.PARTIALLY_PAID if captured else PaymentStatus.UNPAID


def fulfillment_status(lines: Sequence[Quantities]) -> FulfillmentStatus:
    """From what was sent and what arrived of the units that were not cancelled."""
    due = sum(line.quantity - line.qty_cancelled for line in lines)
    shipped, delivered = sum(line.qty_shipped for line in lines), sum(line.qty_delivered for line in lines)
    if due == 0:
        return FulfillmentStatus.CANCELLED if lines else FulfillmentStatus.UNFULFILLED
    if delivered >= due:
        return FulfillmentStatus.DELIVERED
    if shipped >= due:
        return FulfillmentStatus.SHIPPED
    return FulfillmentStatus.PARTIALLY_SHIPPED if shipped else FulfillmentStatus.UNFULFILLED


def aftersale_status(lines: Sequence[Quantities]) -> AftersaleStatus:
    """From the quantity ledger."""
    if any(line.qty_open for line in lines):
        return AftersaleStatus.OPEN
    settled = sum(line.qty_settled for line in lines)
    if settled == 0:
        return AftersaleStatus.NONE
    due = sum(line.quantity - line.qty_cancelled for line in lines)
    return AftersaleStatus.SETTLED if settled >= due else AftersaleStatus.PARTLY_SETTLED


def status_after_fulfillment(status: OrderStatus, fulfillment: FulfillmentStatus) -> OrderStatus:
    """Where the life cycle stands once the parcels moved; a finished order stays as it is."""
    moves = {
        FulfillmentStatus.PARTIALLY_SHIPPED: OrderStatus.PARTIALLY_SHIPPED,
        FulfillmentStatus.SHIPPED: OrderStatus.SHIPPED,
        FulfillmentStatus.DELIVERED: OrderStatus.DELIVERED,
    }
    underway = {OrderStatus.CONFIRMED, OrderStatus.PAID, OrderStatus.PARTIALLY_SHIPPED, OrderStatus.SHIPPED}
    return moves.get(fulfillment, status) if status in underway else status


def can_cancel_units(status: OrderStatus, line: Quantities, quantity: int) -> bool:
    """Paid and not yet sent, and so many units are neither cancelled, sent nor under a remedy."""
    free = line.quantity - line.qty_cancelled - line.qty_shipped - line.qty_open - line.qty_settled
    return status in SHIPPABLE and 0 < quantity <= free


def can_change(status: OrderStatus, picked_at: datetime | None) -> bool:
    """May the customer still change where it goes, or take pieces out? Until the goods are fetched from the shelf."""
    return status in CANCELLABLE and picked_at is None


def check_shippable(status: OrderStatus, held_at: datetime | None) -> None:
    """Raises RuleViolation: not_shippable, on_hold."""
    if status not in SHIPPABLE:
        raise RuleViolation("not_shippable", "Only a paid order can be sent.")
    if held_at is not None:
        raise RuleViolation("on_hold", "This order is held for a check. Release it first.")


def masked_phone(phone: str | None) -> str:
    """139 **** 5520: enough to recognise one's own number."""
    return f"{phone[:-8]} **** {phone[-4:]}".strip() if phone and len(phone) >= 8 else "****" if phone else ""


def can_confirm(status: OrderStatus, aftersale: AftersaleStatus) -> bool:
    """The buyer may confirm receipt while nothing is under dispute."""
    return status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED} and aftersale is not AftersaleStatus.OPEN
