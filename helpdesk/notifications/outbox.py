"""The outbox: rows are put here in the transaction of the fact that caused them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from helpdesk.notifications.claims import waiting
from helpdesk.notifications.events import NotificationRetried
from helpdesk.notifications.kinds import Kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Status
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import RuleViolation
from kit.events import publish
from kit.queue import FAST, enqueue_after_commit

DELIVER = "helpdesk.notifications.jobs.deliver"
_SILENT = "notifications_silenced"
_LOCALE = select(User.locale).where(User.id == bindparam("reader_id")).scalar_subquery()
_PUT = (
    insert(cast(Table, Notification.__table__))
    .values(locale=func.coalesce(_LOCALE, "en"))
    .on_conflict_do_nothing(index_elements=["dedupe_key"])
    .returning(Notification.id, Notification.not_before)
)


@contextmanager
def silenced() -> Iterator[None]:
    """While history is loaded (an import, the demo) nobody is told of it."""
    info = db.session().info
    before = info.get(_SILENT, False)
    info[_SILENT] = True
    try:
        yield
    finally:
        info[_SILENT] = before


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row to put: for whom, about what. `subject` are ids and plain values, never a secret."""

    recipient_id: int = field(kw_only=False)
    dedupe: object
    at: datetime
    ticket_id: int | None = None
    not_before: datetime | None = None
    subject: dict[str, Any] = field(default_factory=dict)


def put(
    kind: type[Kind],
    recipient_id: int,
    *,
    dedupe: object,
    at: datetime,
    ticket_id: int | None = None,
    not_before: datetime | None = None,
    **subject: Any,
) -> bool:
    """Queue a notification in the open transaction, once per `(kind, recipient, dedupe)`. `subject` are ids and plain values, never
    a secret. False when it is there already, or while notifications are silenced."""
    entry = Entry(recipient_id, dedupe=dedupe, at=at, ticket_id=ticket_id, not_before=not_before, subject=subject)
    return put_all(kind, [entry]) == 1


def put_all(kind: type[Kind], entries: Sequence[Entry]) -> int:
    """As `put`, for many rows of one kind in one statement: how many are new."""
    if not entries or db.session().info.get(_SILENT):
        return 0
    made = db.session.connection().execute(_PUT, [_row(kind, entry) for entry in entries]).all()
    if kind.queue == FAST:
        for notification_id, not_before in made:
            if not_before is None:
                enqueue_after_commit(DELIVER, notification_id)
    return len(made)


@command
def retry(notification_id: int, *, actor: User, now: datetime) -> Notification:
    """Send a failed or skipped notification again, on a person's word. Raises RuleViolation("not_failed")."""
    row = lock(Notification, notification_id)
    if row.status not in {Status.FAILED, Status.SKIPPED}:
        raise RuleViolation("not_failed", "Only a notification that failed or was skipped can be sent again.")
    row.status, row.failures, row.not_before, row.last_error = Status.QUEUED, 0, None, ""
    publish(NotificationRetried(notification_id=row.id, actor_id=actor.id, at=now))
    enqueue_after_commit(DELIVER, row.id)
    return row


def queues_with_work(*, now: datetime) -> list[str]:
    """The queues in which a row could be sent now."""
    return [
        queue
        for queue in db.session.scalars(select(Notification.queue).distinct().where(Notification.status == Status.QUEUED))
        if db.session.scalar(select(exists().where(Notification.queue == queue, *waiting(now))))
    ]


def oldest_waiting(*, now: datetime) -> timedelta | None:
    """How long the oldest row that could be sent has been waiting: the figure to alert on."""
    since = func.coalesce(Notification.not_before, Notification.created_at)
    oldest = db.session.scalar(select(func.min(since)).where(*waiting(now)))
    return now - oldest if oldest else None


def _row(kind: type[Kind], entry: Entry) -> dict[str, Any]:
    return {
        "kind": kind.key, "channel": kind.channel, "queue": kind.queue, "recipient_id": entry.recipient_id,
        "reader_id": entry.recipient_id, "ticket_id": entry.ticket_id, "subject": entry.subject,
        "dedupe_key": f"{kind.key}:{entry.dedupe}:{entry.recipient_id}", "created_at": entry.at, "not_before": entry.not_before,
        "status": Status.QUEUED, "attempt": 0, "failures": 0, "last_error": "",
    }  # fmt: skip
