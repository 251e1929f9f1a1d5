"""Sending: claim, render, send outside any transaction, record. Called by jobs; reads the clock, because sending takes time."""

import logging
import time
from collections.abc import Sequence

from flask import current_app
from jinja2 import TemplateError
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.notifications import claims, queries
from helpdesk.notifications.channels import channel_for
from helpdesk.notifications.claims import Claim
from helpdesk.notifications.kinds import KINDS, Kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.rendering import render
from helpdesk.notifications.rules import Outcome
from helpdesk.notifications.vocabulary import Ending
from kit import clock
from kit.db import db
from kit.errors import DomainError
from kit.settings import Settings

BUDGET_S = 30
_BROKEN = (TemplateError, SQLAlchemyError, DomainError, LookupError, TypeError, ValueError, AttributeError)
_log = logging.getLogger(__name__)


def deliver(notification_id: int) -> None:
    """Send one notification, if it still waits."""
    claim = claims.claim(notification_id, now=clock.now())
    if claim is not None:
        _send_until([claim], time.monotonic() + BUDGET_S)


def drain(queue: str) -> None:
    """Send what waits in a queue, oldest first, in batches, for at most half a minute."""
    until = time.monotonic() + BUDGET_S
    while batch := claims.claim_batch(queue, now=clock.now()):
        sent = _send_until(batch, until)
        claims.release(batch[sent:])
        if sent < len(batch) or time.monotonic() > until:
            return


def settle() -> None:
    """Bring rows of dead workers back."""
    settings = _settings()
    idempotent = [kind.channel for kind in KINDS if channel_for(kind.channel, settings).is_idempotent]
    claims.settle(now=clock.now(), idempotent=idempotent, once=[kind.key for kind in KINDS if not kind.resends])


def _send_until(batch: Sequence[Claim], until: float) -> int:
    db.session.expire_all()
    rows = queries.for_sending([claim.id for claim in batch])
    for number, claim in enumerate(batch):
        if time.monotonic() > until:
            return number
        if inspect(rows[claim.id]).expired:  # by the roll-back after a broken one
            rows = queries.for_sending([later.id for later in batch[number:]])
        if not _send(claim, rows[claim.id]):
            return number + 1
    return len(batch)


def _send(claim: Claim, notification: Notification) -> bool:
    """One attempt; False when the channel wants to rest. A row that cannot be rendered is put off like one that cannot be sent, so
    that others flow on (HARDENING J11)."""
    kind = KINDS.get(notification.kind) if notification.kind in KINDS else None
    if kind is None:  # queued by newer code: wait for it
        _record(claim, Outcome(Ending.UNREACHABLE, detail=f"unknown kind {notification.kind}"))
        return True
    try:
        outcome = _attempt(claim, notification, kind)
    except _BROKEN as broken:
        db.session.rollback()
        _log.exception("notification_broken", extra={"notification_id": claim.id, "kind": kind.key}, exc_info=broken)
        outcome = Outcome(Ending.UNREACHABLE, detail=f"{type(broken).__name__}: {broken}")
    if outcome is None:
        return True
    _record(claim, outcome, kind)
    return outcome.ending not in {Ending.BUSY, Ending.DENIED}


def _attempt(claim: Claim, notification: Notification, kind: Kind) -> Outcome | None:
    recipient = kind.address(notification.recipient)
    if not recipient:
        claims.skip(claim, "no_address")
        return None
    context = kind.context(notification)
    if context is None:
        claims.skip(claim, "nothing_to_say")
        return None
    letter = render(notification, kind, context, recipient=recipient)
    if not claims.begin(claim, now=clock.now()):
        return None
    settings = _settings()
    return channel_for(kind.channel, settings).send(letter, settings)


def _record(claim: Claim, outcome: Outcome, kind: Kind | None = None) -> None:
    if outcome.ending is Ending.DENIED:
        _log.error("channel_denied", extra={"notification_id": claim.id, "detail": outcome.detail})
    claims.record(claim, outcome, resends=kind is None or kind.resends, now=clock.now())


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
