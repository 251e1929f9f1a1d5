"""Orders of a source: header, lines, freight, discount, payments and parcel, as they stand there.

Nothing is announced: an imported order is history, so no mail goes out, no stock moves and no clock of ours begins."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select

from helpdesk.imports.commands import bulk, parcels, people, tenders
from helpdesk.imports.commands.bulk import Written
from helpdesk.imports.commands.lines import write_lines
from helpdesk.imports.records import CustomerRecord, Entry, OrderRecord
from helpdesk.imports.refusals import CellRefused, Refusal, refuse
from helpdesk.imports.vocabulary import Kind, OrderState
from kit import profile
from kit.accounts.rules import normal_phone
from kit.db import command, db
from kit.encryption import blind_index
from storefront.orders.models import Order
from storefront.orders.rules import payment_status
from storefront.orders.vocabulary import Channel, CloseReason, FulfillmentStatus, OrderStatus

CHANGING = (
    "status",
    "payment_status",
    "fulfillment_status",
    "items_total_minor",
    "discount_total_minor",
    "shipping_minor",
    "payable_minor",
    "recipient",
    "phone",
    "phone_index",
    "address",
    "region",
    "postcode",
    "paid_at",
    "shipped_at",
    "promised_at",
    "delivered_at",
    "closed_at",
    "close_reason",
)
FULFILLED = {
    OrderState.SHIPPED: FulfillmentStatus.SHIPPED,
    OrderState.DELIVERED: FulfillmentStatus.DELIVERED,
    OrderState.COMPLETED: FulfillmentStatus.DELIVERED,
}


@command
def write_orders(batch: list[Entry[OrderRecord]], *, origin: str, now: datetime) -> Written:
    """Take a batch of orders over; changed ones follow the source. A number that another origin uses is refused."""
    fresh = bulk.changed(Kind.ORDERS, origin, batch)
    taken, refused = _split(fresh, origin)
    records = [entry.record for entry in taken]
    users = people.ids_of([_buyer(record) for record in records], origin=origin, now=now)
    jurisdiction = profile.current().jurisdiction
    rows = [_header(record, users[_buyer(record).person_id], origin, jurisdiction) for record in records]
    found = bulk.upsert(
        Order,
        rows,
        ["origin", "origin_id"],
        CHANGING,
        where=Order.origin.isnot(None),
        returning=["id", "origin_id"],
    )
    ids: dict[str, int] = {row.origin_id: row.id for row in found}
    lines = write_lines(ids, records)
    tenders.write_payments(ids, records, origin)
    parcels.write_parcels(ids, records, lines, origin, now)
    bulk.remember(Kind.ORDERS, origin, taken, now)
    return Written(accepted=len(taken), unchanged=len(batch) - len(fresh), refused=refused)


def ids_by_origin(origin: str, origin_ids: list[str]) -> Mapping[str, int]:
    """Our ids of a source's orders. Part of the caller's transaction."""
    mine = select(Order.origin_id, Order.id).where(Order.origin == origin, bulk.among(Order.origin_id, origin_ids))
    return {str(row.origin_id): row.id for row in db.session.execute(mine)}


def _split(fresh: list[Entry[OrderRecord]], origin: str) -> tuple[list[Entry[OrderRecord]], list[Refusal]]:
    numbers = [entry.record.number for entry in fresh]
    foreign = or_(Order.origin.is_(None), Order.origin != origin)
    taken_numbers = set(db.session.scalars(select(Order.number).where(bulk.among(Order.number, numbers), foreign)))
    free = [entry for entry in fresh if entry.record.number not in taken_numbers]
    refused = [
        refuse(entry.line, entry.cells, CellRefused("taken", value=entry.record.number))
        for entry in fresh
        if entry.record.number in taken_numbers
    ]
    return free, refused


def _buyer(record: OrderRecord) -> CustomerRecord:
    """The customer, or somebody who stands for the unknown one of this order."""
    if record.customer:
        return record.customer
    key = f"order {record.origin_id}"
    name = record.address.recipient if record.address else ""
    return CustomerRecord(origin_id=key, person_id=key, name=name or people.NOBODY)


def _header(record: OrderRecord, customer_id: int, origin: str, jurisdiction: str) -> dict[str, object]:
    goods = sum(item.unit_price_minor * item.quantity for item in record.items)
    payable = goods - record.discount_minor + record.shipping_minor
    closed = record.status is OrderState.CLOSED
    return {
        "number": record.number,
        "customer_id": customer_id,
        "status": OrderStatus(record.status),
        "payment_status": payment_status(payable or 1, tenders.captured(record), 0),
        "fulfillment_status": FulfillmentStatus.CANCELLED
        if closed
        else FULFILLED.get(record.status, FulfillmentStatus.UNFULFILLED),
        "currency": record.currency,
        "items_total_minor": goods,
        "discount_total_minor": record.discount_minor,
        "shipping_minor": record.shipping_minor,
        "payable_minor": payable,
        "jurisdiction": jurisdiction,
        "channel": Channel.IMPORT,
        **_place(record),
        "placed_at": record.placed_at,
        "paid_at": record.paid_at,
        "shipped_at": record.shipped_at,
        "promised_at": record.promised_at,
        "delivered_at": record.delivered_at,
        "closed_at": (record.paid_at or record.placed_at) if closed else None,
        "close_reason": CloseReason.CANCELLED if closed else None,
        "origin": origin,
        "origin_id": record.origin_id,
    }


def _place(record: OrderRecord) -> dict[str, object]:
    where = record.address
    phone = normal_phone(where.phone) if where else ""
    return {
        "recipient": where.recipient if where and where.recipient else None,
        "phone": phone or None,
        "phone_index": blind_index(phone) if phone else None,
        "address": where.street if where and where.street else None,
        "region": " ".join(filter(None, (where.region, where.city))) if where else "",
        "postcode": where.postcode if where else "",
    }
