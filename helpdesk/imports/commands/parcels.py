"""The parcel of an imported order: one, as far as the source knows. It has no promised day, so no lateness is announced."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from helpdesk.imports.commands import bulk
from helpdesk.imports.commands.lines import ARRIVED, SENT
from helpdesk.imports.records import OrderRecord
from kit.db import db
from storefront.shipping.models import Shipment, ShipmentLine, TrackingEvent
from storefront.shipping.vocabulary import ShipmentStatus

FOLLOWING = ("status", "delivered_at", "last_event_at")
UNKNOWN_CARRIER = "other"
SENT_TEXT = {"en": "Handed to the carrier", "zh": "已交承运商"}
ARRIVED_TEXT = {"en": "Delivered", "zh": "已签收"}


def write_parcels(
    ids: Mapping[str, int], records: Sequence[OrderRecord], lines: Mapping[tuple[int, int], int], origin: str, now: datetime
) -> None:
    """Write parcels with their contents and the scans that are known. Part of the caller's transaction."""
    sent = [record for record in records if record.status in SENT]
    rows = [_parcel(ids[record.origin_id], record, origin) for record in sent]
    bulk.upsert(Shipment, rows, ["carrier", "tracking"], FOLLOWING, same=["order_id"])
    stored = select(Shipment.order_id, Shipment.id).where(bulk.among(Shipment.order_id, [ids[record.origin_id] for record in sent]))
    parcels = {row.order_id: row.id for row in db.session.execute(stored)}
    here = [record for record in sent if ids[record.origin_id] in parcels]
    contents = [
        {
            "shipment_id": parcels[ids[record.origin_id]],
            "order_line_id": lines[ids[record.origin_id], item.line_no],
            "quantity": item.quantity,
        }
        for record in here
        for item in record.items
    ]
    bulk.upsert(ShipmentLine, contents, ["shipment_id", "order_line_id"], ["quantity"])
    scans = [scan for record in here for scan in _scans(parcels[ids[record.origin_id]], record, now)]
    bulk.upsert(TrackingEvent, scans, ["shipment_id", "carrier_event_id"], [])


def _parcel(order_id: int, record: OrderRecord, origin: str) -> dict[str, object]:
    has_arrived = record.status in ARRIVED
    sent_at = record.shipped_at or record.paid_at or record.placed_at
    delivered_at = (record.delivered_at or sent_at) if has_arrived else None
    return {
        "order_id": order_id,
        "carrier": record.carrier or UNKNOWN_CARRIER,
        "tracking": record.tracking or f"{origin}-{record.origin_id}",
        "status": ShipmentStatus.DELIVERED if has_arrived else ShipmentStatus.IN_TRANSIT,
        "created_at": sent_at,
        "shipped_at": sent_at,
        "delivered_at": delivered_at,
        "last_event_at": delivered_at or sent_at,
    }


def _scans(shipment_id: int, record: OrderRecord, now: datetime) -> list[dict[str, object]]:
    seen = [(ShipmentStatus.HANDED_OVER, SENT_TEXT, record.shipped_at)]
    if record.status in ARRIVED:
        seen.append((ShipmentStatus.DELIVERED, ARRIVED_TEXT, record.delivered_at))
    return [
        {
            "shipment_id": shipment_id,
            "carrier_event_id": f"import:{status}",
            "status": status,
            "text": text,
            "at": at,
            "received_at": now,
        }
        for status, text, at in seen
        if at
    ]
