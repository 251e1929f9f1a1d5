"""Tables of tickets: the ticket with its standing, its messages and their files, drafts, presence."""

from datetime import datetime
from typing import Any

from sqlalchemy import Computed, ForeignKey, Index, Sequence, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.tickets.vocabulary import FINAL, Channel, ClockState, HoldFor, MessageKind, Priority, Speaker, Status
from kit.accounts.models import User
from kit.db import Model

TICKET_NUMBER = Sequence("ticket_number", start=10001, metadata=Model.metadata)
_OPEN = text("is_open")


class Ticket(Model):
    """One conversation with one customer, and where the work on it stands.

    `queue_at` is the sort key of the queue: the next deadline, or the end of time while the clock stands still."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index(
            "ix_ticket_queue", "queue_at", "id", postgresql_where=_OPEN,
            postgresql_include=["status", "assignee_id", "category", "unanswered_since", "hold_for", "awaiting_consent_until"],
        ),
        Index("ix_ticket_assignee", "assignee_id", "queue_at", "id", postgresql_where=_OPEN),
        Index("ix_ticket_status", "status", "queue_at", "id", postgresql_where=_OPEN),
        Index("ix_ticket_category", "category", "queue_at", "id", postgresql_where=_OPEN),
        Index("ix_ticket_unanswered", "queue_at", "id", postgresql_where=text("is_open AND unanswered_since IS NOT NULL")),
        Index("ix_ticket_consent", "queue_at", "id", postgresql_where=text("is_open AND awaiting_consent_until IS NOT NULL")),
        Index("ix_ticket_recent", "last_message_at", "id"),
        Index("ix_ticket_requester", "requester_id", "id"),
        Index("ix_ticket_order", "order_id", "id", postgresql_where=text("order_id IS NOT NULL")),
        Index("ix_ticket_order_number", "order_number", postgresql_where=text("order_number IS NOT NULL")),
        Index("ix_ticket_case", "case_id", postgresql_where=text("case_id IS NOT NULL")),
        Index("ix_ticket_solved", "solved_at", postgresql_where=text("status = 'solved'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.NEW)
    hold_for: Mapped[HoldFor | None]
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    category: Mapped[str] = mapped_column(default="other")
    subtype: Mapped[str | None]
    intent: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
    sentiment: Mapped[str | None]
    confidence: Mapped[float | None]
    classification: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reasons, the second choice
    channel: Mapped[Channel]
    requester_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("agent_group.id"))
    order_id: Mapped[int | None]  # opaque: the shop's
    order_number: Mapped[str | None]
    case_id: Mapped[int | None]  # opaque: that of returns
    case_number: Mapped[str | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))  # the closed ticket that this one goes on from
    created_at: Mapped[datetime]
    last_message_id: Mapped[int | None]  # the newest message or note by a person
    last_message_at: Mapped[datetime]
    last_message_by: Mapped[Speaker]
    preview: Mapped[str] = mapped_column(default="")
    unanswered_since: Mapped[datetime | None]  # when the oldest unanswered message of the customer came
    solved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    # the standing, told by sla, proposals and returns through `commands.standing`
    next_due_at: Mapped[datetime | None]
    next_started_at: Mapped[datetime | None]
    next_warn_at: Mapped[datetime | None]
    next_metric: Mapped[str | None]
    remaining_s: Mapped[int | None]
    clock_state: Mapped[ClockState] = mapped_column(default=ClockState.NONE)
    breached: Mapped[bool] = mapped_column(default=False)
    awaiting_consent_until: Mapped[datetime | None]
    open_promises: Mapped[int] = mapped_column(default=0)

    is_open: Mapped[bool] = mapped_column(Computed("status NOT IN ('solved', 'closed')", persisted=True), deferred=True)
    queue_at: Mapped[datetime] = mapped_column(
        Computed("COALESCE(next_due_at, TIMESTAMPTZ '9999-01-01 00:00:00+00')", persisted=True), deferred=True
    )

    requester: Mapped[User] = relationship(foreign_keys=[requester_id], lazy="raise_on_sql")
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id], lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_final(self) -> bool:
        """Solved or closed."""
        return self.status in FINAL


class Message(Model):
    """One thing said, never changed afterwards. `base_message_id` is the newest message its author had seen.

    `document` is what the search finds: words and pairs of CJK characters of the text, and of the ticket's heading."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_ticket", "ticket_id", "id"),
        Index("ix_message_document", "document", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    kind: Mapped[MessageKind]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str]
    channel: Mapped[Channel]
    at: Mapped[datetime]
    base_message_id: Mapped[int | None]
    is_automatic: Mapped[bool] = mapped_column(default=False)
    document: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)

    author: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Attachment(Model):
    """A file sent with a message."""

    __tablename__ = "attachment"
    __table_args__ = (Index("uq_attachment_message_upload", "message_id", "upload_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)


class ReplyDraft(Model):
    """What an agent has typed into the composer of a ticket and not yet sent."""

    __tablename__ = "reply_draft"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[str]
    is_note: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]


class Presence(Model):
    """Who has a ticket open right now, and whether they are writing."""

    __tablename__ = "ticket_presence"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]
    writing_at: Mapped[datetime | None]


class GuestAccess(Model):
    """A guest asked to see the conversations about an order, or one ticket; the code that was mailed opens them once."""

    __tablename__ = "guest_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    order_id: Mapped[int | None]  # opaque: the shop's
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    code_hash: Mapped[str | None]  # None until the mail is written
    requested_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
