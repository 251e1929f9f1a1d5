"""Orders as the desk reads them, and the quantity ledger of their lines."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from helpdesk.shop import records, views
from kit.accounts.models import User
from kit.accounts.rules import normal_email, normal_phone
from kit.db import db
from kit.encryption import blind_index
from kit.numbers import parse_order_number
from storefront.catalogue import queries as catalogue
from storefront.orders import queries
from storefront.orders.commands import quantities
from storefront.orders.models import Order
from storefront.payments import queries as payments
from storefront.shipping.models import Shipment

_FOUND = 20


def order_for_customer(customer_id: int, number: str) -> records.Order:
    """The customer's own order with its lines. Raises NotFound, also for somebody else's."""
    return _record(queries.for_customer(customer_id, number))


def order(order_id: int) -> records.Order:
    """The order with its lines, whoever asks. Raises NotFound."""
    return _record(queries.with_lines(order_id))


def order_by_number(number: str) -> records.Order:
    """The order with its lines, whoever asks. Raises NotFound."""
    return _record(queries.by_number(number))


def lines(order_id: int) -> list[records.OrderLine]:
    """The order's lines in order. Raises NotFound."""
    return list(order(order_id).lines)


def orders_of(customer_id: int, limit: int = 10) -> list[records.OrderSummary]:
    """A customer's latest orders."""
    return _summaries(select(Order.id).where(Order.customer_id == customer_id), limit)


def search_orders(text: str, limit: int = _FOUND) -> list[records.OrderSummary]:
    """Orders by number, tracking number, or the customer's address, phone or name; the latest first."""
    wanted = text.strip()
    if len(wanted) < 3:
        return []
    number, email, phone = parse_order_number(wanted), normal_email(wanted), normal_phone(wanted)
    people: list[ColumnElement[bool]] = [User.name.ilike(f"{_escaped(wanted)}%")]
    if email:
        people.append(User.email == email)
    found: list[ColumnElement[bool]] = [Order.customer_id.in_(select(User.id).where(or_(*people)).limit(_FOUND))]
    found.append(Order.id.in_(select(Shipment.order_id).where(Shipment.tracking == wanted)))
    if number:
        found.append(Order.number == number)
    if len(phone) >= 7:
        found.append(Order.phone_index == blind_index(phone))
    return _summaries(select(Order.id).where(or_(*found)), limit)


def tenders(order_id: int) -> list[records.TenderRecord]:
    """The order's payments in the order in which refunds list them."""
    return [views.tender(payment) for payment in payments.payments_of(order_id)]


def hold_quantity(order_line_id: int, quantity: int, *, now: datetime | None = None) -> bool:
    """Take units under a remedy; False when fewer are free. With `now` the order's auto-confirm clock is frozen."""
    return quantities.hold(order_line_id, quantity, now=now)


def release_quantity(order_line_id: int, quantity: int, *, now: datetime | None = None) -> None:
    """The remedy fell through. Raises Conflict("not_held")."""
    quantities.release(order_line_id, quantity, now=now)


def settle_quantity(order_line_id: int, quantity: int, *, now: datetime | None = None) -> None:
    """The remedy was carried out. Raises Conflict("not_held")."""
    quantities.settle(order_line_id, quantity, now=now)


def quote_input(order_id: int) -> dict[str, Any]:
    """The order in the shape that `returns quote` takes, ids as text; earlier refunds are in the refunded amounts.

    Raises NotFound."""
    row = queries.whole(order_id)
    shares = {discount.id: discount for discount in row.discounts}
    by_line = {
        line.id: [str(key) for key, item in shares.items() if any(s.order_line_id == line.id for s in item.shares)]
        for line in row.lines
    }
    freight = row.shippings
    return {
        "currency": row.currency,
        "lines": [
            {
                "id": str(line.id), "quantity": line.quantity, "unit_price_minor": line.unit_price_minor,
                "tax_rate_bp": line.tax_rate_bp, "tax_included": line.tax_included,
                "refunded_quantity": payments.units_refunded(line.id), "refunded_minor": line.refunded_minor,
                "promotions": by_line[line.id],
            }
            for line in row.lines
        ],
        "discounts": [
            {
                "id": str(item.id), "amount_minor": item.amount_minor, "mode": item.mode,
                "lines": [str(share.order_line_id) for share in item.shares], "threshold_minor": item.threshold_minor,
            }
            for item in row.discounts
        ],
        "shipping": {
            "paid_minor": sum(item.payable_minor for item in freight),
            "tax_rate_bp": freight[0].tax_rate_bp if freight else 0,
            "refunded_minor": sum(item.refunded_minor for item in freight),
        },
        "tenders": [
            {
                "id": str(item.id), "captured_minor": item.captured_minor,
                "refunded_minor": item.refunded_minor + item.refund_held_minor,
            }
            for item in payments.payments_of(order_id)
            if item.captured_minor
        ],
        "tender_mode": "proportional",
    }  # fmt: skip


def _record(row: Order) -> records.Order:
    return views.order(row, catalogue.slugs([line.product_id for line in row.lines if line.product_id]))


def _summaries(ids: Any, limit: int) -> list[records.OrderSummary]:
    found = select(Order).where(Order.id.in_(ids)).order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit)
    return [views.summary(row) for row in db.session.scalars(found.options(selectinload(Order.lines)))]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
