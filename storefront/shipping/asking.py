"""Asking carriers for scans. Called by jobs, outside any transaction: a carrier that does not answer is asked again later."""

import logging

from kit import clock
from storefront.shipping import queries
from storefront.shipping.carrier import CARRIERS, CarrierLost
from storefront.shipping.commands import tracking
from storefront.shipping.models import Shipment

_log = logging.getLogger(__name__)


def ask_all() -> None:
    """Ask for every parcel under way whose carrier we poll, those not asked for longest first."""
    asked = [carrier.key for carrier in CARRIERS if carrier.is_asked]
    for parcel in queries.to_ask(asked, clock.now()):
        _ask(parcel)


def _ask(parcel: Shipment) -> None:
    now = clock.now()
    if not tracking.begin_asking(parcel.id, parcel.asked_at, now=now):
        return
    try:
        scans = CARRIERS.get(parcel.carrier).ask(parcel.tracking, shipped_at=parcel.shipped_at or parcel.created_at, now=now)
    except CarrierLost as lost:
        _log.warning("carrier_lost", extra={"carrier": parcel.carrier, "error": str(lost)})
        return
    for scan in sorted(scans, key=lambda scan: scan.at):
        tracking.record_scan(parcel.id, scan, now=now)
