"""Finding notifications: one with its recipient, the list of the operator's page."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from helpdesk.notifications.models import ChannelRest, Notification
from helpdesk.notifications.vocabulary import Status
from kit.db import db
from kit.web.paging import Cursor, Page, keyset

COUNTED = 1000


def for_sending(notification_ids: Collection[int]) -> dict[int, Notification]:
    """The rows with their recipients, freshly read, by their ids."""
    statement = select(Notification).where(Notification.id.in_(notification_ids)).options(joinedload(Notification.recipient))
    return {row.id: row for row in db.session.scalars(statement.execution_options(populate_existing=True))}


def listed(status: Status | None, cursor: Cursor | None) -> Page[Notification]:
    """A page of notifications, the newest first, all or those of one status."""
    statement = select(Notification).options(joinedload(Notification.recipient))
    if status is not None:
        statement = statement.where(Notification.status == status)
    return keyset(
        statement,
        [Notification.id.expression],
        cursor,
        descending=True,
        fetch=lambda limited: list(db.session.scalars(limited)),
        key=lambda row: (row.id,),
    )


def counts() -> dict[Status, int]:
    """How many rows stand where work or a person is needed; counted up to a thousand each."""
    wanted = [Status.QUEUED, Status.SENDING, Status.AMBIGUOUS, Status.FAILED, Status.SKIPPED]
    return {status: _count(status) for status in wanted}


def resting(now: datetime) -> list[ChannelRest]:
    """Channels that send nothing at present, and why."""
    return list(db.session.scalars(select(ChannelRest).where(ChannelRest.until > now)))


def of_ticket(ticket_id: int) -> list[Notification]:
    """What was told about a ticket, the oldest first."""
    statement = select(Notification).where(Notification.ticket_id == ticket_id).order_by(Notification.id)
    return list(db.session.scalars(statement.options(joinedload(Notification.recipient))))


def _count(status: Status) -> int:
    some = select(Notification.id).where(Notification.status == status).limit(COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0
