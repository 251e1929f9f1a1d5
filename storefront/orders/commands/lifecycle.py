"""The life of an order after placement: paid, sent, arrived, confirmed, closed. Payments and shipping call these."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from kit.db import claimed, command, db
from kit.errors import RuleViolation
from kit.events import publish
from storefront.catalogue.models import Product
from storefront.events import LineCancelled, OrderCancelled, OrderCompleted, OrderConfirmed, OrderPaid
from storefront.inventory.commands import promising
from storefront.orders import rules
from storefront.orders.models import Order, OrderLine
from storefront.orders.queries import with_lines
from storefront.orders.vocabulary import (
    CONFIRM_AFTER_DELIVERY,
    CONFIRM_AFTER_SHIPPING,
    FINAL,
    AftersaleStatus,
    CloseReason,
    FulfillmentStatus,
    OrderStatus,
    PaymentStatus,
)
from storefront.promotions import commands as promotions


@command
def mark_paid(order: Order, *, now: datetime) -> None:
    """All money is in: what was held is reserved for good. `order` must be locked and come with its lines."""
    order.status, order.payment_status, order.paid_at = OrderStatus.PAID, PaymentStatus.PAID, now
    _sell(order, now)
    publish(OrderPaid(order_id=order.id, customer_id=order.customer_id, at=now))


@command
def confirm(order: Order, *, now: datetime) -> None:
    """The order is sent before it is paid, because the courier takes the money. `order` must be locked and come with its lines."""
    order.status, order.pay_until = OrderStatus.CONFIRMED, None
    _sell(order, now)
    publish(OrderConfirmed(order_id=order.id, customer_id=order.customer_id, at=now))


@command
def close(order: Order, reason: CloseReason, *, actor_id: int | None = None, now: datetime) -> None:
    """The order ends before anything was sent: stock and coupons go back. `order` must be locked and come with its lines."""
    order.status, order.close_reason, order.closed_at = OrderStatus.CLOSED, reason, now
    order.pay_until = order.confirm_at = order.confirm_left_s = None
    promising.release([line.id for line in order.lines], now=now)
    if reason is not CloseReason.REFUNDED:
        promotions.give_back(order.id, now=now)
    publish(OrderCancelled(order_id=order.id, customer_id=order.customer_id, reason=reason.value, actor_id=actor_id, at=now))


@command
def cancel_units(order: Order, line: OrderLine, quantity: int, *, reference: str, actor_id: int | None, now: datetime) -> None:
    """Take units of a paid order back before they are sent; the money is the caller's business.

    Raises RuleViolation("already_sent")."""
    if not rules.can_cancel_units(order.status, line, quantity):
        raise RuleViolation("already_sent", "These pieces are already on their way. You can send them back once they arrive.")
    line.qty_cancelled += quantity
    promising.release_units(line.id, quantity, reference=reference, now=now)
    publish(LineCancelled(order_id=order.id, order_line_id=line.id, quantity=quantity, actor_id=actor_id, at=now))
    follow_parcels(order, now=now)
    if order.fulfillment_status is FulfillmentStatus.CANCELLED:
        close(order, CloseReason.CANCELLED, actor_id=actor_id, now=now)


@command
def follow_parcels(order: Order, *, now: datetime) -> None:
    """Derive fulfilment and status anew from the lines, and set the auto-confirm clock. `order` must come with its lines."""
    order.fulfillment_status = rules.fulfillment_status(order.lines)
    before = order.status
    order.status = rules.status_after_fulfillment(order.status, order.fulfillment_status)
    if order.status is before:
        return
    if order.status is OrderStatus.SHIPPED:
        _set_confirm_clock(order, now + CONFIRM_AFTER_SHIPPING, now)
    elif order.status is OrderStatus.DELIVERED:
        order.delivered_at = max((line.delivered_at for line in order.lines if line.delivered_at), default=now)
        _set_confirm_clock(order, order.delivered_at + CONFIRM_AFTER_DELIVERY, now)


@command
def complete(order_id: int, *, actor_id: int | None = None, due_by: datetime | None = None, now: datetime) -> bool:
    """The buyer confirms, or the clock does (`due_by`). Exactly one of two at the same instant wins; never while a case is open."""
    waiting = Order.status.in_([OrderStatus.SHIPPED, OrderStatus.DELIVERED])
    mine = [Order.id == order_id, waiting, Order.aftersale_status != AftersaleStatus.OPEN]
    if due_by is not None:
        mine.append(Order.confirm_at <= due_by)
    done = {"status": OrderStatus.COMPLETED, "completed_at": now, "confirm_at": None, "version": Order.version + 1}
    if not claimed(update(Order).where(*mine).values(**done)):
        return False
    customer_id = db.session.scalars(select(Order.customer_id).where(Order.id == order_id)).one()
    publish(OrderCompleted(order_id=order_id, customer_id=customer_id, actor_id=actor_id, at=now))
    return True


@command
def follow_remedies(order_id: int, *, now: datetime | None) -> None:
    """Derive the after-sale status anew; the auto-confirm clock stands still while a case is open and then goes on with what
    was left. Without `now` (a caller that has no instant) the clock is only guarded, not moved."""
    order = with_lines(order_id, lock=True)
    order.aftersale_status = rules.aftersale_status(order.lines)
    if now is None:
        return
    if order.aftersale_status is AftersaleStatus.OPEN and order.confirm_at is not None:
        order.confirm_left_s = max(int((order.confirm_at - now).total_seconds()), 0)
        order.confirm_at = None
    elif order.aftersale_status is not AftersaleStatus.OPEN and order.confirm_left_s is not None:
        order.confirm_at, order.confirm_left_s = now + timedelta(seconds=order.confirm_left_s), None
    close_if_all_returned(order, now=now)


@command
def close_if_all_returned(order: Order, *, now: datetime) -> None:
    """Everything came back or was cancelled and all money is out: the trade ends, unless it was completed before."""
    is_over = order.payment_status is PaymentStatus.REFUNDED and order.status not in FINAL
    if is_over and all(line.qty_settled + line.qty_cancelled >= line.quantity for line in order.lines):
        close(order, CloseReason.REFUNDED, now=now)


@command
def follow_money(order: Order, *, captured: int, refunded: int, waived: int = 0) -> None:
    """Derive the payment status anew from the sums over all tenders, in minor units."""
    order.payment_status = rules.payment_status(order.payable_minor, captured, refunded, waived)


def _sell(order: Order, now: datetime) -> None:
    """What was held is reserved for good, and counts as sold."""
    promising.allocate([line.id for line in order.lines], now=now)
    for line in sorted(order.lines, key=lambda line: line.product_id or 0):
        sold = Product.sold_count + line.quantity
        db.session.execute(update(Product).where(Product.id == line.product_id).values(sold_count=sold))


def _set_confirm_clock(order: Order, at: datetime, now: datetime) -> None:
    if order.aftersale_status is AftersaleStatus.OPEN:
        order.confirm_left_s = max(int((at - now).total_seconds()), 0)
    else:
        order.confirm_at = at
