"""Finding orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from kit import profile
from kit.accounts.models import User
from kit.accounts.rules import normal_email
from kit.db import db
from kit.errors import NotFound
from kit.events import EventRecord
from kit.numbers import parse_order_number
from kit.web.paging import Cursor, Page, keyset
from storefront.orders.models import Order, OrderDiscount, OrderLine
from storefront.orders.vocabulary import MANAGED_PER_PAGE, PER_PAGE, AftersaleStatus, OrderStatus

CURSOR_KINDS = (datetime, int)


def with_lines(order_id: int, *, lock: bool = False) -> Order:
    """The order with its lines, freshly read; `lock` keeps the order row until the end of the transaction. Raises NotFound."""
    return _one(select(Order).where(Order.id == order_id), order_id, lock)


def order_of_line(order_line_id: int) -> int:
    """Raises NotFound."""
    found = db.session.scalar(select(OrderLine.order_id).where(OrderLine.id == order_line_id))
    if found is None:
        raise NotFound("order line", order_line_id)
    return found


def for_customer(customer_id: int, number: str) -> Order:
    """The customer's own order with lines, discounts and freight. Raises NotFound, also for somebody else's."""
    wanted = parse_order_number(number) or number
    return _one(_whole(select(Order).where(Order.customer_id == customer_id, Order.number == wanted)), number, False)


def by_number(number: str, *, with_customer: bool = False) -> Order:
    """The order with lines, discounts and freight, whoever asks. Raises NotFound."""
    found = _whole(select(Order).where(Order.number == (parse_order_number(number) or number)))
    return _one(found.options(joinedload(Order.customer, innerjoin=True)) if with_customer else found, number, False)


def by_key(key: str | None) -> Order | None:
    """The order placed under this idempotency key. Keys are bound to their sender by whoever makes them."""
    return db.session.scalar(select(Order).where(Order.idempotency_key == key)) if key else None


def whole(order_id: int) -> Order:
    """The order with lines, discounts and their shares, and freight. Raises NotFound."""
    return _one(_whole(select(Order).where(Order.id == order_id)), order_id, False)


def page_of(customer_id: int, cursor: Cursor | None) -> Page[Order]:
    """One page of a customer's orders with their lines, the newest first."""
    mine = select(Order).where(Order.customer_id == customer_id).options(selectinload(Order.lines))
    return paged(mine, cursor)


def paged(statement: Select[Any], cursor: Cursor | None, rows: int = PER_PAGE) -> Page[Order]:
    """One page of orders, the newest first."""
    columns: list[ColumnElement[Any]] = [Order.placed_at, Order.id]  # type: ignore[list-item]
    return keyset(
        statement, columns, cursor, descending=True, rows=rows, key=lambda order: (order.placed_at, order.id),
        fetch=lambda bounded: list(db.session.scalars(bounded)),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which orders the shop's own people look at: `words` is an order number or an e-mail address; days are of the shop's zone."""

    words: str = ""
    status: OrderStatus | None = None
    since: date | None = None
    until: date | None = None
    only_held: bool = False


def managed(filters: Filters, cursor: Cursor | None) -> Page[Order]:
    """One page of all orders for the shop's own people, with customers and lines, the newest first."""
    return paged(_filtered(filters), cursor, rows=MANAGED_PER_PAGE)


def exported(filters: Filters, *, limit: int = 10_000) -> Sequence[Order]:
    """The same orders for a table, the newest first."""
    return db.session.scalars(_filtered(filters).order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit)).all()


def by_ids(order_ids: Sequence[int]) -> Sequence[Order]:
    """These orders in order of their ids."""
    return db.session.scalars(select(Order).where(Order.id.in_(order_ids)).order_by(Order.id)).all()


def records_of(order_id: int, *, limit: int = 100) -> Sequence[EventRecord]:
    """What happened to an order, the newest first."""
    mine = EventRecord.subject == "order", EventRecord.subject_id == order_id
    return db.session.scalars(select(EventRecord).where(*mine).order_by(EventRecord.id.desc()).limit(limit)).all()


def due_to_confirm(now: datetime, *, limit: int = 500) -> list[int]:
    """Orders whose auto-confirm clock has run out while no case is open."""
    waiting = Order.status.in_([OrderStatus.SHIPPED, OrderStatus.DELIVERED]), Order.aftersale_status != AftersaleStatus.OPEN
    return list(db.session.scalars(select(Order.id).where(*waiting, Order.confirm_at <= now).limit(limit)))


def unpaid_since(now: datetime, *, limit: int = 500) -> list[int]:
    """Orders whose time to pay has run out."""
    late = Order.status == OrderStatus.PENDING_PAYMENT, Order.pay_until <= now
    return list(db.session.scalars(select(Order.id).where(*late).order_by(Order.pay_until).limit(limit)))


def _filtered(filters: Filters) -> Select[Order]:
    found = select(Order).options(joinedload(Order.customer, innerjoin=True), selectinload(Order.lines))
    if "@" in filters.words:
        found = found.where(Order.customer_id.in_(select(User.id).where(User.email == normal_email(filters.words))))
    elif filters.words:
        found = found.where(Order.number == (parse_order_number(filters.words) or filters.words))
    if filters.status is not None:
        found = found.where(Order.status == filters.status)
    if filters.only_held:
        found = found.where(Order.held_at.is_not(None))
    zone = profile.current().zone
    if filters.since is not None:
        found = found.where(Order.placed_at >= datetime.combine(filters.since, time(), zone))
    if filters.until is not None:
        found = found.where(Order.placed_at < datetime.combine(filters.until + timedelta(days=1), time(), zone))
    return found


def _whole(statement: Select[Order]) -> Select[Order]:
    return statement.options(selectinload(Order.discounts).selectinload(OrderDiscount.shares), selectinload(Order.shippings))


def _one(statement: Select[Order], key: object, lock: bool) -> Order:
    bounded = statement.options(selectinload(Order.lines))
    if lock:
        bounded = bounded.with_for_update(of=Order)
    found = db.session.scalar(bounded, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound("order", key)
    return found
