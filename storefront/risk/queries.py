"""What is known of an order and its buyer, and the orders that wait for a look."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from kit.accounts.models import User
from kit.db import db
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments.models import Payment
from storefront.payments.vocabulary import PaymentState
from storefront.risk.models import OrderCheck, RiskRule
from storefront.risk.rules import Facts, Weight
from storefront.risk.vocabulary import DAY, LOOK_BACK, CheckState, Reason
from storefront.shipping.models import Incident
from storefront.shipping.vocabulary import IncidentKind


def facts(order: Order, *, now: datetime) -> Facts:
    """What speaks for or against a look at this order."""
    earlier = _earlier(order)
    names = {name.casefold().strip() for name in [*(past.recipient for past in earlier), _customer_name(order)] if name}
    is_known_name = not order.recipient or order.recipient.casefold().strip() in names
    return Facts(
        payable_minor=order.payable_minor,
        is_new_region=bool(earlier) and bool(order.region) and order.region not in {past.region for past in earlier},
        is_other_name=not is_known_name,
        refusals=_refusals(order, now),
        orders_today=_orders_today(order, now),
        people_with_phone=_people_with_phone(order),
        declined_attempts=_declined(order),
        is_first_at_door=order.status is OrderStatus.CONFIRMED and not earlier,
    )


def weights() -> dict[Reason, Weight]:
    """The shop's points per reason."""
    return {rule.reason: Weight(rule.points, rule.threshold) for rule in db.session.scalars(select(RiskRule))}


def open_checks(*, limit: int = 100) -> Sequence[OrderCheck]:
    """Orders that wait for a look with customer and lines, the longest waiting first."""
    order = joinedload(OrderCheck.order, innerjoin=True)
    waiting = select(OrderCheck).where(OrderCheck.status == CheckState.OPEN).order_by(OrderCheck.id).limit(limit)
    return db.session.scalars(waiting.options(order.joinedload(Order.customer), order.selectinload(Order.lines))).all()


def decided(*, limit: int = 20) -> Sequence[OrderCheck]:
    """The latest decisions."""
    done = select(OrderCheck).where(OrderCheck.status != CheckState.OPEN).order_by(OrderCheck.decided_at.desc()).limit(limit)
    return db.session.scalars(done.options(joinedload(OrderCheck.order, innerjoin=True).joinedload(Order.customer))).all()


def check_of(order_id: int) -> OrderCheck | None:
    return db.session.scalar(select(OrderCheck).where(OrderCheck.order_id == order_id))


def _earlier(order: Order) -> Sequence[Order]:
    """The customer's last orders that went through."""
    mine = Order.customer_id == order.customer_id, Order.id != order.id, Order.placed_at < order.placed_at
    through = Order.status.not_in([OrderStatus.PENDING_PAYMENT, OrderStatus.CLOSED])
    return db.session.scalars(select(Order).where(*mine, through).order_by(Order.placed_at.desc()).limit(20)).all()


def _customer_name(order: Order) -> str:
    return db.session.scalars(select(User.name).where(User.id == order.customer_id)).one()


def _refusals(order: Order, now: datetime) -> int:
    whose = [Order.customer_id == order.customer_id]
    if order.phone_index:
        whose.append(Order.phone_index == order.phone_index)
    kinds = Incident.kind.in_([IncidentKind.REFUSED, IncidentKind.RETURNING])
    counted = select(func.count(Incident.shipment_id.distinct())).join(Order, Order.id == Incident.order_id)
    return db.session.scalar(counted.where(or_(*whose), kinds, Incident.at >= now - LOOK_BACK)) or 0


def _orders_today(order: Order, now: datetime) -> int:
    mine = Order.customer_id == order.customer_id, Order.placed_at > now - DAY, Order.placed_at <= now
    return db.session.scalar(select(func.count()).select_from(Order).where(*mine)) or 0


def _people_with_phone(order: Order) -> int:
    if not order.phone_index:
        return 0
    people = select(func.count(Order.customer_id.distinct())).where(Order.phone_index == order.phone_index)
    return db.session.scalar(people) or 0


def _declined(order: Order) -> int:
    failed = Payment.order_id == order.id, Payment.status == PaymentState.FAILED
    return db.session.scalar(select(func.count()).select_from(Payment).where(*failed)) or 0
