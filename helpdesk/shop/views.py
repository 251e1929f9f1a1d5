"""Rows of the shop as the desk's records."""

from collections.abc import Mapping
from typing import TypeVar

from helpdesk.shop import records
from storefront.cart.queries import option_text
from storefront.orders.models import Order, OrderLine
from storefront.payments.models import Payment, Refund, RefundTender
from storefront.shipping import carrier
from storefront.shipping.models import Shipment

R = TypeVar("R")


def order(row: Order, slugs: Mapping[int, str]) -> records.Order:
    """An order whose lines are loaded."""
    given = {"recipient": row.recipient or "", "phone": row.phone or "", "address": row.address or ""}
    return _made(records.Order, row, **given, lines=tuple(line(item, slugs) for item in row.lines))


def line(row: OrderLine, slugs: Mapping[int, str]) -> records.OrderLine:
    slug = slugs.get(row.product_id) if row.product_id else None
    return _made(records.OrderLine, row, options=option_text(row.options), flags=tuple(row.flags), product_slug=slug)


def summary(row: Order) -> records.OrderSummary:
    """An order as lists show it; its lines are loaded."""
    return _made(
        records.OrderSummary, row, items=sum(item.quantity for item in row.lines),
        names=tuple(item.name for item in row.lines[:3]), pictures=tuple(item.picture for item in row.lines[:3]),
    )  # fmt: skip


def tender(row: Payment) -> records.TenderRecord:
    return _made(records.TenderRecord, row)


def shipment(row: Shipment) -> records.Shipment:
    """A parcel whose lines and scans are loaded."""
    scans = tuple(_made(records.TrackingRecord, event) for event in row.events)
    packed = tuple((item.order_line_id, item.quantity) for item in row.lines)
    return _made(records.Shipment, row, carrier_name=carrier.name_of(row.carrier), lines=packed, events=scans)


def refund(row: Refund) -> records.Refund:
    """A refund whose parts and tenders, with their payments, are loaded."""
    parts = tuple(_made(records.RefundPart, part) for part in row.parts)
    return _made(records.Refund, row, parts=parts, tenders=tuple(_refund_tender(item) for item in row.tenders))


def _refund_tender(row: RefundTender) -> records.RefundTenderRecord:
    paid = row.payment
    return _made(records.RefundTenderRecord, row, provider=paid.provider, tender=paid.tender.value)


def _made(record: type[R], row: object, **given: object) -> R:
    """The record with the row's attributes of the same names, and what is given."""
    names = record.__dataclass_fields__  # type: ignore[attr-defined]
    values = {name: getattr(row, name) for name in names if name not in given and hasattr(row, name)}
    return record(**{name: getattr(value, "value", value) for name, value in {**values, **given}.items()})
