"""What the mail provider tells us: signed batches of events (HARDENING G2, G16, G17)."""

import base64
import binascii
import json
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from flask import Blueprint, abort, current_app, request
from werkzeug.wrappers import Response

from helpdesk.notifications import arrivals
from helpdesk.notifications.vocabulary import SIGNATURE_AGE
from kit import clock

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"

bp = Blueprint("notification_hooks", __name__)


@bp.post("/webhooks/sendgrid/events", strict_slashes=False)
def receive() -> Response:
    """204 when every event is kept; 403 when the signature is wrong or old; 503 while we have no key: it is sent again."""
    key = _key()
    if key is None:
        abort(503)
    body, now = request.get_data(), clock.now()
    if not _is_genuine(key, body, now):
        abort(403)
    for event in _events(body):
        arrivals.take(event, now=now)
    return Response(status=204)


def _key() -> ec.EllipticCurvePublicKey | None:
    """The provider's public key: base 64 of its DER form, as its settings page shows it. An unusable one is our fault: None."""
    try:
        key = load_der_public_key(base64.b64decode(current_app.config["SETTINGS"].sendgrid_webhook_public_key))
    except ValueError:
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) else None


def _is_genuine(key: ec.EllipticCurvePublicKey, body: bytes, now: datetime) -> bool:
    stamp = request.headers.get(TIMESTAMP, "")
    try:
        signature = base64.b64decode(request.headers.get(SIGNATURE, ""), validate=True)
        at = datetime.fromtimestamp(int(stamp), UTC)
        key.verify(signature, stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError, OverflowError, OSError):
        return False
    return abs(now - at) <= SIGNATURE_AGE


def _events(body: bytes) -> list[object]:
    """The events of a batch; what is no list at all is kept as one malformed event."""
    try:
        found = json.loads(body)
    except ValueError:
        return [body.decode(errors="replace")[:2000]]
    return found if isinstance(found, list) else [found]
