"""How mails arrived, as the provider tells it: every event is kept once, and moves its notification forward only."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from helpdesk.notifications.events import NotificationUndeliverable
from helpdesk.notifications.models import MailEvent, Notification
from helpdesk.notifications.rules import is_news, is_undeliverable
from helpdesk.notifications.vocabulary import Arrival, EventState, Status
from kit.db import command, db
from kit.events import publish

ARRIVALS = {
    "processed": Arrival.PROCESSED,
    "deferred": Arrival.DEFERRED,
    "delivered": Arrival.DELIVERED,
    "dropped": Arrival.DROPPED,
    "bounce": Arrival.BOUNCED,
    "spamreport": Arrival.COMPLAINED,
}
_KEPT = ("event", "reason", "status", "type", "response", "bounce_classification", "timestamp", "sg_message_id")
_UNSETTLED = (Status.QUEUED, Status.SENDING, Status.AMBIGUOUS)


@command
def take(event: object, *, now: datetime) -> None:
    """Keep one event and apply it. A repeat does nothing; one that cannot be read is kept as malformed and harms no other."""
    kept = _read(event, now)
    made = insert(MailEvent).values(**kept).on_conflict_do_nothing(index_elements=["provider_event_id"])
    new_id = db.session.scalar(made.returning(MailEvent.id))
    if new_id is None or kept["state"] is EventState.MALFORMED:
        return
    state = _apply(kept["notification_id"], ARRIVALS.get(kept["kind"]), now)
    db.session.execute(update(MailEvent).where(MailEvent.id == new_id).values(state=state))


def _apply(notification_id: int | None, arrival: Arrival | None, now: datetime) -> EventState:
    if arrival is None:
        return EventState.IGNORED
    row = _locked(notification_id)
    if row is None:
        return EventState.UNKNOWN
    if not is_news(row.arrival, arrival):
        return EventState.IGNORED
    row.arrival = arrival
    if row.status in _UNSETTLED:  # the provider has it: what we could not know by ourselves (HARDENING G25)
        row.status, row.sent_at, row.lease_until, row.last_error = Status.SENT, now, None, ""
    if is_undeliverable(arrival):
        publish(NotificationUndeliverable(notification_id=row.id, ticket_id=row.ticket_id, arrival=arrival, at=now))
    return EventState.APPLIED


def _locked(notification_id: int | None) -> Notification | None:
    if notification_id is None:
        return None
    found = select(Notification).where(Notification.id == notification_id).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def _read(event: object, now: datetime) -> dict[str, Any]:
    """The columns of an event; addresses and other personal data are not kept."""
    try:
        return _columns(event, now)
    except (TypeError, ValueError, KeyError, OverflowError, OSError):
        text = json.dumps(event, sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
        return {
            "provider_event_id": f"malformed:{digest}", "notification_id": None, "kind": "malformed", "at": None,
            "received_at": now, "state": EventState.MALFORMED, "particulars": {},
        }  # fmt: skip


def _columns(event: Any, now: datetime) -> dict[str, Any]:
    own = event.get("notification_id") if isinstance(event, dict) else None
    if not isinstance(event, dict) or not isinstance(event["sg_event_id"], str) or not isinstance(event["event"], str):
        raise TypeError("an event is an object with an id and a kind")
    notification_id = int(own) if own is not None else None
    if notification_id is not None and not 0 < notification_id < 2**63:
        raise ValueError("not an id of ours")
    return {
        "provider_event_id": event["sg_event_id"][:200].replace("\x00", ""),
        "notification_id": notification_id,
        "kind": event["event"][:40].replace("\x00", ""),
        "at": datetime.fromtimestamp(int(event["timestamp"]), UTC) if "timestamp" in event else None,
        "received_at": now,
        "state": EventState.UNKNOWN,
        "particulars": {name: str(event[name])[:500].replace("\x00", "") for name in _KEPT if name in event},
    }
