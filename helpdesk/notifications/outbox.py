"""The outbox: rows are put here in the transaction of the fact that caused them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
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
    if db.session().info.get(_SILENT):
        return False
    locale = select(User.locale).where(User.id == recipient_id).scalar_subquery()
    row = insert(Notification).values(
        kind=kind.key, channel=kind.channel, queue=kind.queue, recipient_id=recipient_id, locale=func.coalesce(locale, "en"),
        ticket_id=ticket_id, subject=subject, dedupe_key=f"{kind.key}:{dedupe}:{recipient_id}", created_at=at,
        not_before=not_before, status=Status.QUEUED, attempt=0, failures=0, last_error="",
    )  # fmt: skip
    made = db.session.scalar(row.on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Notification.id))
    if made is not None and kind.queue == FAST and not_before is None:
        enqueue_after_commit(DELIVER, made)
    return made is not None


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
