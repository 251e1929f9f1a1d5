"""An order as a document of the REST API. Instants leave in UTC with seconds, money is whole minor units."""

from datetime import datetime
from typing import Any

import marshmallow as ma

from kit.web.api import Schema
from kit.web.filters import iso
from storefront.orders.models import Order, OrderLine
from storefront.payments import queries as payments
from storefront.shipping import queries as shipping
from storefront.shipping.models import Shipment

_AMOUNTS = ("items_total_minor", "discount_total_minor", "shipping_minor", "tax_total_minor", "payable_minor")
_INSTANTS = ("placed_at", "paid_at", "shipped_at", "promised_at", "delivered_at", "completed_at", "closed_at")
_QUANTITIES = ("quantity", "qty_cancelled", "qty_shipped", "qty_delivered")
_LINE_AMOUNTS = ("unit_price_minor", "list_total_minor", "discount_total_minor", "payable_minor", "tax_minor", "refunded_minor")

OrderDocument = Schema.from_dict(
    {
        **{name: ma.fields.String() for name in ("number", "status", "payment_status", "fulfillment_status", "currency", "origin")},
        **{name: ma.fields.Integer() for name in (*_AMOUNTS, "version")},
        **{name: ma.fields.String(allow_none=True) for name in _INSTANTS},
        "customer": ma.fields.Dict(), "recipient": ma.fields.Dict(), "lines": ma.fields.List(ma.fields.Dict()),
        "payments": ma.fields.List(ma.fields.Dict()), "shipments": ma.fields.List(ma.fields.Dict()),
    },
    name="OrderDocument",
)  # fmt: skip


def of_order(order: Order) -> dict[str, Any]:
    """The whole order; its lines and customer must be loaded."""
    return {
        "number": order.number, "status": order.status, "payment_status": order.payment_status,
        "fulfillment_status": order.fulfillment_status, "currency": order.currency, "origin": order.origin or "",
        **{name: getattr(order, name) for name in (*_AMOUNTS, "version")},
        **{name: _iso(getattr(order, name)) for name in _INSTANTS},
        "customer": {"name": order.customer.name, "email": order.customer.email},
        "recipient": {
            "name": order.recipient, "phone": order.phone, "street": order.address, "region": order.region,
            "postcode": order.postcode,
        },
        "lines": [_line(line) for line in order.lines],
        "payments": [
            {"provider": paid.provider, "tender": paid.tender, "status": paid.status, "amount_minor": paid.amount_minor,
             "captured_minor": paid.captured_minor, "refunded_minor": paid.refunded_minor}
            for paid in payments.payments_of(order.id)
        ],
        "shipments": [_parcel(parcel) for parcel in shipping.shipments_of(order.id)],
    }  # fmt: skip


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "id": line.id, "line_no": line.line_no, "sku": line.sku_no, "name": line.name,
        **{name: getattr(line, name) for name in (*_QUANTITIES, *_LINE_AMOUNTS)}, "delivered_at": _iso(line.delivered_at),
    }  # fmt: skip


def _parcel(parcel: Shipment) -> dict[str, Any]:
    return {
        "carrier": parcel.carrier, "tracking": parcel.tracking, "direction": parcel.direction, "status": parcel.status,
        "shipped_at": _iso(parcel.shipped_at), "delivered_at": _iso(parcel.delivered_at),
        "lines": [{"order_line_id": line.order_line_id, "quantity": line.quantity} for line in parcel.lines],
        "events": [{"status": seen.status, "at": iso(seen.at), "place": seen.place, "text": seen.text} for seen in parcel.events],
    }  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return iso(at) if at else None
