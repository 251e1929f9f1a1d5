"""Looking at orders: held by points, released or cancelled by a person."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db, lock
from kit.errors import Conflict, NotFound, RuleViolation
from kit.events import publish
from storefront.events import OrderHeld, OrderReleased
from storefront.orders import queries as orders
from storefront.orders.commands import history
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments.commands import closing
from storefront.risk import queries, rules
from storefront.risk.models import OrderCheck, RiskRule
from storefront.risk.vocabulary import CheckState, Reason

_DECIDED = "Somebody has already decided about this order."


@command
def examine(order_id: int, *, now: datetime) -> bool:
    """Hold an order whose points ask for a look. False when none do, when it was looked at before, or for a replacement."""
    order = orders.with_lines(order_id, lock=True)
    is_new = order.status in {OrderStatus.PAID, OrderStatus.CONFIRMED} and order.origin is None
    if not is_new or history.is_being_written() or any(line.origin_case_ref for line in order.lines):
        return False
    found = rules.findings(queries.facts(order, now=now), queries.weights())
    return rules.holds(found) and _hold(order, found, now)


@command
def release(order_id: int, note: str, *, actor_id: int, now: datetime) -> None:
    """The order is fine: it may be sent. Raises Conflict("decided"), NotFound."""
    order = orders.with_lines(order_id, lock=True)
    _decide(order, CheckState.RELEASED, note, actor_id, now)
    publish(OrderReleased(order_id=order.id, customer_id=order.customer_id, actor_id=actor_id, at=now))


@command
def cancel(order_id: int, note: str, *, actor_id: int, now: datetime) -> None:
    """The order is not sent: what was paid goes back the way it came. A reason is needed.

    Raises RuleViolation("reason_needed"), Conflict("decided"), NotFound."""
    if not note.strip():
        raise RuleViolation("reason_needed", "Say why you cancel the order.", field="note")
    order = orders.with_lines(order_id, lock=True)
    _decide(order, CheckState.CANCELLED, note, actor_id, now)
    closing.cancel(order_id, actor_id=actor_id, now=now)


@command
def close(order_id: int, *, now: datetime) -> None:
    """The order ended otherwise, so nobody needs to look any more. Safe to repeat."""
    mine = OrderCheck.order_id == order_id, OrderCheck.status == CheckState.OPEN
    db.session.execute(update(OrderCheck).where(*mine).values(status=CheckState.CANCELLED, decided_at=now))


@command
def set_rule(reason: Reason, *, points: int, threshold: int) -> None:
    """How much a reason counts, and from which figure on. Raises RuleViolation("bad_points")."""
    if not 0 <= points <= 100 or not 0 <= threshold < 10**12:
        raise RuleViolation("bad_points", "Points are whole numbers from 0 to 100.", field="points")
    rule = lock_rule(reason)
    rule.points, rule.threshold = points, threshold


def lock_rule(reason: Reason) -> RiskRule:
    """The rule, locked. Raises NotFound."""
    found = db.session.get(RiskRule, reason, with_for_update=True)
    if found is None:
        raise NotFound("rule", reason)
    return found


def _hold(order: Order, found: list[rules.Finding], now: datetime) -> bool:
    told = [{"reason": one.reason.value, "points": one.points, "figure": one.figure} for one in found]
    row = insert(OrderCheck).values(
        order_id=order.id, status=CheckState.OPEN, points=sum(one.points for one in found), findings=told, opened_at=now, note=""
    )
    if db.session.execute(row.on_conflict_do_nothing().returning(OrderCheck.id)).first() is None:
        return False
    order.held_at = now
    reasons = [one.reason.value for one in found]
    publish(OrderHeld(order_id=order.id, customer_id=order.customer_id, reasons=reasons, at=now))
    return True


def _decide(order: Order, status: CheckState, note: str, actor_id: int, now: datetime) -> None:
    check = queries.check_of(order.id)
    if check is None:
        raise NotFound("check", order.number)
    check = lock(OrderCheck, check.id)
    if check.status is not CheckState.OPEN:
        raise Conflict("decided", _DECIDED)
    check.status, check.note, check.decided_by, check.decided_at = status, note.strip(), actor_id, now
    order.held_at = None
