"""Parcels being seen: scans, delivery, and what goes wrong. Every scan counts once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from kit.db import claimed, command, db, lock
from kit.events import publish
from storefront.events import DeliveryException, ReturnParcelMoved, ShipmentDelivered
from storefront.orders import queries as orders
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order
from storefront.orders.vocabulary import FulfillmentStatus
from storefront.payments.commands import capturing
from storefront.shipping import queries, rules
from storefront.shipping.carrier import Scan
from storefront.shipping.models import Incident, Shipment, TrackingEvent
from storefront.shipping.vocabulary import EXCEPTIONS, MOVING, Direction, IncidentKind, ShipmentStatus


@command
def record_scan(shipment_id: int, scan: Scan, *, now: datetime) -> bool:
    """Note where a parcel was seen; False when this scan was known (I10). Delivery starts the after-sale window of its lines, an
    exception is told once per parcel and kind. Raises NotFound."""
    order_id = queries.order_of(shipment_id)
    order = orders.with_lines(order_id, lock=True) if scan.status is ShipmentStatus.DELIVERED else None
    shipment = lock(Shipment, shipment_id)
    row = insert(TrackingEvent).values(
        shipment_id=shipment_id, carrier_event_id=scan.event_id, status=scan.status, text=scan.text, place=scan.place, at=scan.at,
        received_at=now,
    )  # fmt: skip
    if db.session.execute(row.on_conflict_do_nothing().returning(TrackingEvent.id)).first() is None:
        return False
    is_newest = shipment.last_event_at is None or scan.at >= shipment.last_event_at
    before = shipment.status
    shipment.status = rules.status_after(before, scan.status, is_newest=is_newest)
    shipment.last_event_at = scan.at if is_newest else shipment.last_event_at
    if scan.status is ShipmentStatus.ATTEMPT_FAILED:
        shipment.attempts += 1
    if shipment.direction is not Direction.OUTBOUND:
        _follow_return(shipment, before, scan)
    elif shipment.status is ShipmentStatus.DELIVERED and before is not ShipmentStatus.DELIVERED and order is not None:
        _deliver(order, shipment, scan.at)
    elif scan.status in EXCEPTIONS and before is not ShipmentStatus.DELIVERED:
        _open_incident(shipment, EXCEPTIONS[scan.status], now)
    return True


@command
def begin_asking(shipment_id: int, seen: datetime | None, *, now: datetime) -> bool:
    """Take a parcel to ask its carrier for; False when somebody else has since `seen`."""
    mine = Shipment.id == shipment_id, Shipment.asked_at.is_not_distinct_from(seen)
    return claimed(update(Shipment).where(*mine).values(asked_at=now))


@command
def note_late(shipment_id: int, *, now: datetime) -> bool:
    """The promised day passed while the parcel was moving. False when that is known or no longer true."""
    shipment = lock(Shipment, shipment_id)
    if shipment.status not in MOVING or shipment.promised_at is None or shipment.promised_at > now:
        return False
    return _open_incident(shipment, IncidentKind.LATE, now)


def _follow_return(shipment: Shipment, before: ShipmentStatus, scan: Scan) -> None:
    """A parcel of a case moved; whoever keeps the case listens."""
    if shipment.status is before or shipment.case_ref is None:
        return
    if shipment.status is ShipmentStatus.DELIVERED:
        shipment.delivered_at = scan.at
    publish(
        ReturnParcelMoved(
            order_id=shipment.order_id,
            shipment_id=shipment.id,
            case_ref=shipment.case_ref,
            status=shipment.status.value,
            at=scan.at,
        )
    )


def _deliver(order: Order, shipment: Shipment, at: datetime) -> None:
    """A line that came in several parcels counts as delivered with the last of them."""
    shipment.delivered_at = at
    by_id = {line.id: line for line in order.lines}
    packed_lines = queries.lines_of(shipment.id)
    for packed in packed_lines:
        line = by_id[packed.order_line_id]
        line.qty_delivered += packed.quantity
        line.delivered_at = max(line.delivered_at or at, at)
    lifecycle.follow_parcels(order, now=at)
    if order.fulfillment_status is FulfillmentStatus.DELIVERED:
        capturing.collect_at_door(order.id, now=at)
    publish(
        ShipmentDelivered(
            order_id=order.id, customer_id=order.customer_id, shipment_id=shipment.id, delivered_at=at, at=at,
            order_line_ids=[packed.order_line_id for packed in packed_lines],
        )
    )  # fmt: skip


def _open_incident(shipment: Shipment, kind: IncidentKind, now: datetime) -> bool:
    row = insert(Incident).values(shipment_id=shipment.id, order_id=shipment.order_id, kind=kind, at=now)
    incident_id = db.session.execute(row.on_conflict_do_nothing().returning(Incident.id)).scalar()
    if incident_id is None:
        return False
    publish(
        DeliveryException(
            order_id=shipment.order_id, customer_id=queries.customer_of(shipment.order_id), shipment_id=shipment.id,
            incident_id=incident_id, kind=kind.value, at=now,
        )
    )  # fmt: skip
    return True
