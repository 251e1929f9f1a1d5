"""Parcels as the desk reads them, and parcels on their way back."""

from collections.abc import Sequence
from datetime import datetime

from helpdesk.shop import records, views
from storefront.shipping import queries
from storefront.shipping.carrier import CARRIERS
from storefront.shipping.commands import dispatching


def shipments(order_id: int) -> list[records.Shipment]:
    """The order's parcels of both directions with their scans, the newest scan first."""
    return [views.shipment(row) for row in queries.shipments_of(order_id)]


def carriers() -> dict[str, records.Text]:
    """Carriers by key, with their names: what to choose from when a parcel is announced."""
    return {carrier.key: carrier.name for carrier in CARRIERS}


def announce_return(
    order_id: int, case_ref: str, carrier: str, tracking: str, units: Sequence[tuple[int, int]], *, now: datetime
) -> int:
    """A customer's parcel (order_line_id, quantity) on its way back; returns its shipment id. The same number for the same case
    again is harmless. Raises Conflict("tracking_used")."""
    return dispatching.announce_return(order_id, case_ref, carrier, tracking, units, now=now).id
