"""Carriers telling us of scans: signed, each scan once, answered at once."""

import logging
from typing import Any

import marshmallow as ma
from flask import abort, request

from kit import clock
from kit.errors import NotFound
from kit.web.api import Schema, blueprint
from storefront.shipping import queries
from storefront.shipping.carrier import CARRIERS, BadSignature
from storefront.shipping.commands import tracking as commands

bp = blueprint("shipments_api", "Parcels: what carriers tell us of them.")
_log = logging.getLogger(__name__)

Received = Schema.from_dict({"received": ma.fields.Integer(), "new": ma.fields.Integer()}, name="ScansReceived")


@bp.route("/shipments/<carrier>/<tracking>/events", methods=["POST"])
@bp.response(200, Received)
def receive(carrier: str, tracking: str) -> dict[str, Any]:
    """Scans of a parcel: `{"events": [{"id", "status", "at", "text", "place"}]}` with `X-Carrier-Signature`, the hexadecimal
    HMAC-SHA256 of the body under the carrier's secret. 401 without it, 404 for a parcel that we did not send, 400 for a body that
    is none; a repeat changes nothing."""
    if carrier not in CARRIERS:
        raise NotFound("carrier", carrier)
    try:
        scans = CARRIERS.get(carrier).parse_scans(dict(request.headers), request.get_data(), queries.secret_of(carrier))
    except BadSignature:
        _log.warning("carrier_signature", extra={"carrier": carrier})
        abort(401)
    except (ValueError, KeyError, TypeError, AttributeError):
        abort(400)
    parcel = queries.by_tracking(carrier, tracking)
    if parcel is None:
        raise NotFound("parcel", tracking)
    now = clock.now()
    new = sum(commands.record_scan(parcel.id, scan, now=now) for scan in sorted(scans, key=lambda scan: scan.at))
    return {"received": len(scans), "new": new}
