"""Orders for programs: taken over from an outside order core, and read."""

from datetime import datetime
from typing import Any

import marshmallow as ma
from flask import make_response
from werkzeug.wrappers import Response

from helpdesk.imports import documents
from helpdesk.imports.checks import sound_order
from helpdesk.imports.commands.orders import write_orders
from helpdesk.imports.records import AddressRecord, CustomerRecord, Entry, ItemRecord, OrderRecord, PaymentRecord, digest
from helpdesk.imports.refusals import CellRefused
from helpdesk.imports.vocabulary import OrderState
from kit import clock
from kit.accounts.guards import actor
from kit.accounts.vocabulary import STAFF
from kit.errors import Conflict, NotFound, RuleViolation
from kit.web.api import Schema, bearer, blueprint, check_match
from storefront.orders import queries as orders
from storefront.orders.models import Order

ORIGIN = "api"
READ, WRITE = "orders:read", "orders:write"
_NUMBER = ma.validate.Regexp(r"^[A-Za-z0-9._-]{1,64}$")
_MONEY: dict[str, Any] = {"strict": True, "validate": ma.validate.Range(0, 10**12)}
bp = blueprint("orders_api", "Orders: take over from an outside order core, read.")


def _text(most: int, **more: Any) -> ma.fields.String:
    return ma.fields.String(validate=ma.validate.Length(max=most), **more)


class CustomerIn(Schema):
    """`id` is the outside core's; the e-mail address finds a customer we know."""

    id = _text(64, required=True)
    name = _text(120, load_default="")
    email = ma.fields.Email(load_default=None, allow_none=True)
    phone = _text(40, load_default=None, allow_none=True)


class RecipientIn(Schema):
    name = _text(120, load_default="")
    phone = _text(40, load_default="")
    region = _text(120, load_default="")
    city = _text(120, load_default="")
    street = _text(300, load_default="")
    postcode = _text(20, load_default="")


class ItemIn(Schema):
    """`name` in one or both languages; `sku` finds an article of our catalogue."""

    sku = _text(64, required=True)
    name = ma.fields.Dict(keys=ma.fields.String(validate=ma.validate.OneOf(["en", "zh"])), values=_text(300), required=True)
    quantity = ma.fields.Integer(required=True, strict=True, validate=ma.validate.Range(1, 100_000))
    unit_price_minor = ma.fields.Integer(required=True, **_MONEY)


class PaymentIn(Schema):
    method = _text(40, required=True)
    amount_minor = ma.fields.Integer(required=True, **_MONEY)


class OrderIn(Schema):
    """An order as it stands in the outside core. Instants carry an offset, money is whole minor units."""

    status = ma.fields.Enum(OrderState, by_value=True, required=True)
    currency = ma.fields.String(required=True, validate=ma.validate.Regexp("^[A-Z]{3}$"))
    placed_at = ma.fields.AwareDateTime(required=True, format="iso")
    paid_at = ma.fields.AwareDateTime(load_default=None, allow_none=True, format="iso")
    shipped_at = ma.fields.AwareDateTime(load_default=None, allow_none=True, format="iso")
    delivered_at = ma.fields.AwareDateTime(load_default=None, allow_none=True, format="iso")
    promised_at = ma.fields.AwareDateTime(load_default=None, allow_none=True, format="iso")
    customer = ma.fields.Nested(CustomerIn, load_default=None, allow_none=True)
    recipient = ma.fields.Nested(RecipientIn, load_default=None, allow_none=True)
    items = ma.fields.List(ma.fields.Nested(ItemIn), load_default=list, validate=ma.validate.Length(max=500))
    payments = ma.fields.List(ma.fields.Nested(PaymentIn), load_default=list, validate=ma.validate.Length(max=20))
    shipping_minor = ma.fields.Integer(load_default=0, **_MONEY)
    discount_minor = ma.fields.Integer(load_default=0, **_MONEY)
    carrier = _text(40, load_default="")
    tracking = _text(64, load_default="")


@bp.route("/orders/<number>", methods=["GET"])
@bearer(READ)
@bp.answers(200, documents.OrderDocument)
def show(number: str) -> Response:
    """An order with lines, payments and parcels. Staff tokens see every order, a customer's token that customer's own."""
    return _answer(_visible(number))


@bp.route("/orders/<number>", methods=["PUT"])
@bearer(WRITE, roles=STAFF)
@bp.arguments(OrderIn)
@bp.answers(200, documents.OrderDocument)
def replace(body: dict[str, Any], number: str) -> Response:
    """Take an order over from outside, or follow its change. 201 when it is new, 409 when the number is one of our own orders."""
    _NUMBER(number)
    earlier = _known(number)
    if earlier is not None:
        check_match(earlier.version)
    try:
        record = sound_order(_record(number, body))
    except CellRefused as wrong:
        raise RuleViolation(wrong.code, "The discount is higher than the goods.", field="discount_minor") from wrong
    written = write_orders([Entry(record, 0, [], digest(record))], origin=ORIGIN, now=clock.now())
    if written.refused:
        raise Conflict("taken", "This number belongs to an order that did not come from outside.")
    return _answer(orders.by_number(number, with_customer=True), status=200 if earlier else 201)


def _visible(number: str) -> Order:
    person = actor()
    if person.is_staff:
        return orders.by_number(number, with_customer=True)
    orders.for_customer(person.id, number)
    return orders.by_number(number, with_customer=True)


def _known(number: str) -> Order | None:
    try:
        return orders.by_number(number)
    except NotFound:
        return None


def _record(number: str, body: dict[str, Any]) -> OrderRecord:
    status, where, items = body["status"], body["recipient"], body["items"]
    known = {name: body[name] for name in ("currency", "shipping_minor", "discount_minor", "carrier", "tracking")}
    instants: dict[str, datetime | None] = {
        name: body[name] for name in ("placed_at", "paid_at", "shipped_at", "delivered_at", "promised_at")
    }
    return OrderRecord(
        origin_id=number, number=number, status=status, source_status=status.value, customer=_customer(body["customer"]),
        address=_address(where) if where else None, items=tuple(_item(place, item) for place, item in enumerate(items, start=1)),
        payments=tuple(PaymentRecord(sequence=place, **one) for place, one in enumerate(body["payments"], start=1)),
        **known, **instants,  # type: ignore[arg-type]
    )  # fmt: skip


def _customer(given: dict[str, Any] | None) -> CustomerRecord | None:
    if given is None:
        return None
    named = {name: given[name] for name in ("name", "email", "phone")}
    return CustomerRecord(origin_id=given["id"], person_id=given["id"], **named)


def _address(given: dict[str, str]) -> AddressRecord:
    return AddressRecord(
        recipient=given["name"], **{name: given[name] for name in ("phone", "region", "city", "street", "postcode")}
    )


def _item(place: int, given: dict[str, Any]) -> ItemRecord:
    name = {
        "en": given["name"].get("en") or given["name"].get("zh", ""),
        "zh": given["name"].get("zh") or given["name"].get("en", ""),
    }
    return ItemRecord(
        line_no=place, product_id=given["sku"], sku=given["sku"], name=name, quantity=given["quantity"],
        unit_price_minor=given["unit_price_minor"],
    )  # fmt: skip


def _answer(order: Order, *, status: int = 200) -> Response:
    response = make_response(documents.of_order(order), status)
    response.set_etag(str(order.version))
    return response
