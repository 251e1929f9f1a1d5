"""Finding parcels."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from kit.db import db
from kit.errors import NotFound
from kit.numbers import parse_order_number
from storefront.orders.models import Order
from storefront.orders.vocabulary import SHIPPABLE
from storefront.shipping.carrier import CARRIERS, Carrier
from storefront.shipping.models import CarrierSetting, Incident, Shipment, ShipmentLine
from storefront.shipping.vocabulary import ASK_AGAIN_AFTER, ENDED, MOVING, IncidentKind


def order_of(shipment_id: int) -> int:
    """Raises NotFound."""
    found = db.session.scalar(select(Shipment.order_id).where(Shipment.id == shipment_id))
    if found is None:
        raise NotFound("shipment", shipment_id)
    return found


def customer_of(order_id: int) -> int:
    return db.session.scalars(select(Order.customer_id).where(Order.id == order_id)).one()


def lines_of(shipment_id: int) -> Sequence[ShipmentLine]:
    """What is in a parcel."""
    return db.session.scalars(select(ShipmentLine).where(ShipmentLine.shipment_id == shipment_id)).all()


def shipment(shipment_id: int) -> Shipment:
    """The parcel with its lines, freshly read. Raises NotFound."""
    mine = select(Shipment).where(Shipment.id == shipment_id).options(selectinload(Shipment.lines))
    found = db.session.scalar(mine, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound("shipment", shipment_id)
    return found


def by_tracking(carrier: str, tracking: str) -> Shipment | None:
    return db.session.scalar(select(Shipment).where(Shipment.carrier == carrier, Shipment.tracking == tracking))


def to_ask(carriers: Collection[str], now: datetime, *, limit: int = 200) -> Sequence[Shipment]:
    """Parcels under way with these carriers that nobody asked for lately, the longest waiting first."""
    before = now - ASK_AGAIN_AFTER
    due = (
        Shipment.carrier.in_(carriers),
        Shipment.status.not_in(ENDED),
        or_(Shipment.asked_at.is_(None), Shipment.asked_at <= before),
    )
    return db.session.scalars(
        select(Shipment).where(*due).order_by(Shipment.asked_at.nulls_first(), Shipment.id).limit(limit)
    ).all()


def settings() -> dict[str, CarrierSetting]:
    """What the shop has set for its carriers; one without a row is active and has no secret."""
    return {row.key: row for row in db.session.scalars(select(CarrierSetting))}


def secret_of(carrier: str) -> str:
    """What the carrier signs its scans with, or ""."""
    found = db.session.get(CarrierSetting, carrier)
    return found.secret or "" if found else ""


def offered() -> list[Carrier]:
    """The carriers that the warehouse may choose from."""
    off = {key for key, row in settings().items() if not row.is_active}
    return [carrier for carrier in CARRIERS if carrier.key not in off]


def shipments_of(order_id: int) -> Sequence[Shipment]:
    """The parcels of an order with their lines and scans, the first sent first."""
    mine = select(Shipment).where(Shipment.order_id == order_id).order_by(Shipment.id)
    return db.session.scalars(mine.options(selectinload(Shipment.lines), selectinload(Shipment.events))).all()


def to_send(words: str = "", *, limit: int = 50) -> Sequence[Order]:
    """Orders with something left to send that are not held, with their lines, the oldest first; `words` is an order number."""
    waiting = select(Order).where(Order.status.in_(SHIPPABLE), Order.held_at.is_(None))
    if words:
        waiting = waiting.where(Order.number == (parse_order_number(words) or words))
    waiting = waiting.order_by(Order.placed_at, Order.id).limit(limit)
    return db.session.scalars(waiting.options(selectinload(Order.lines))).all()


def on_their_way(words: str = "", *, limit: int = 50) -> Sequence[tuple[Shipment, str]]:
    """Parcels that have not arrived with their order's number, the latest sent first; `words`, an order or tracking number, also
    finds those that have."""
    moving = select(Shipment, Order.number).join(Order, Order.id == Shipment.order_id)
    if words:
        moving = moving.where(or_(Order.number == (parse_order_number(words) or words), Shipment.tracking == words))
    else:
        moving = moving.where(Shipment.status.not_in(ENDED))
    return db.session.execute(moving.order_by(Shipment.id.desc()).limit(limit)).all()


def late(now: datetime, *, limit: int = 500) -> list[int]:
    """Parcels still moving after the promised day that nobody was told of."""
    told = select(Incident.id).where(Incident.shipment_id == Shipment.id, Incident.kind == IncidentKind.LATE).exists()
    overdue = Shipment.status.in_(MOVING), Shipment.promised_at < now, ~told
    return list(db.session.scalars(select(Shipment.id).where(*overdue).order_by(Shipment.promised_at).limit(limit)))
