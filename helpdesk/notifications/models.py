"""Tables of notifications: the outbox, what the provider reports, channels that rest."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.notifications.vocabulary import Arrival, EventState, Status
from kit.accounts.models import User
from kit.db import Model


class Notification(Model):
    """One thing to tell one person: the queue of record. Redis only rings.

    `attempt` counts claims and fences off a worker that lost its lease; `failures` counts what went wrong. `begun_at` is set just
    before the letter leaves the house: a row whose lease ran out without it was certainly not sent."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_queued", "queue", "id", postgresql_where=text("status = 'queued'")),
        Index("ix_notification_sending", "lease_until", postgresql_where=text("status = 'sending'")),
        Index("ix_notification_ambiguous", "not_before", postgresql_where=text("status = 'ambiguous'")),
        Index("ix_notification_status", "status", "id"),
        Index("ix_notification_ticket", "ticket_id", "id", postgresql_where=text("ticket_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    channel: Mapped[str]
    queue: Mapped[str]
    recipient_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    locale: Mapped[str]
    ticket_id: Mapped[int | None]  # in whose conversation it belongs; opaque
    subject: Mapped[dict[str, Any]] = mapped_column(default=dict)  # ids and plain values its words are made from, never a secret
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[Status] = mapped_column(default=Status.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    provider_id: Mapped[str | None]
    arrival: Mapped[Arrival | None]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    recipient: Mapped[User] = relationship(lazy="raise_on_sql")


class MailEvent(Model):
    """One event of the mail provider, kept as it came; its id makes a repeated batch harmless."""

    __tablename__ = "mail_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_event_id: Mapped[str] = mapped_column(unique=True)
    notification_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str]
    at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    state: Mapped[EventState]
    particulars: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ChannelRest(Model):
    """A channel that sends nothing until an instant, because the provider asked for it or refused our key."""

    __tablename__ = "channel_rest"

    channel: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str]
