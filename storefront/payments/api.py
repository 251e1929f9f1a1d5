"""Webhooks of payment providers: signed, stored once, answered at once."""

import logging

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from kit import clock
from kit.web.guard import csrf
from storefront.payments.commands import notices
from storefront.payments.provider import GATEWAYS, BadSignature

bp = Blueprint("payment_webhooks", __name__, url_prefix="/webhooks/payments")
csrf.exempt(bp)
_log = logging.getLogger(__name__)


@bp.post("/<provider>")
def receive(provider: str) -> Response:
    """Take the provider's notices. 401 without its signature, 400 for a body that is none; a repeat is answered as the first."""
    if provider not in GATEWAYS:
        abort(404)
    try:
        told = GATEWAYS.get(provider).parse_webhook(dict(request.headers), request.get_data())
    except BadSignature:
        _log.warning("webhook_signature", extra={"provider": provider})
        abort(401)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        abort(400)
    new = sum(notices.take(provider, notice, now=clock.now()) for notice in told)
    return jsonify(received=len(told), new=new)
