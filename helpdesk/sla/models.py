"""Tables of the service levels: calendars and policies with their versions, a ticket's track, its clocks, their log."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.sla.rules.clocks import Clock, Sent, Terms
from helpdesk.sla.rules.track import Track, Waiting
from helpdesk.sla.vocabulary import Cause, EndReason, FactKind, Metric, TicketStatus
from kit.db import Model

_OPEN = "fulfilled_at IS NULL AND ended_at IS NULL"


class SlaCalendar(Model):
    """A business calendar; its hours are in the version `number`."""

    __tablename__ = "sla_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    number: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SlaCalendarVersion(Model):
    """The hours as they were from `created_at` on. `document` is that of INTERFACES, null is around the clock."""

    __tablename__ = "sla_calendar_version"
    __table_args__ = (UniqueConstraint("calendar_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("sla_calendar.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class SlaPolicy(Model):
    """A policy in its place of the order; what it promises is in the version `number`. Retired ones match nothing."""

    __tablename__ = "sla_policy"
    __table_args__ = (Index("ix_sla_policy_position", "position", postgresql_where=text("NOT retired")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    position: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SlaPolicyVersion(Model):
    """What was promised from `created_at` on: the document that `rules.agreements` reads, and the calendar."""

    __tablename__ = "sla_policy_version"
    __table_args__ = (UniqueConstraint("policy_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("sla_policy.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    calendar_id: Mapped[int] = mapped_column(ForeignKey("sla_calendar.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class SlaTrack(Model):
    """What decides the next step of a ticket's clocks; its row is the lock under which they move."""

    __tablename__ = "sla_track"
    __table_args__ = (Index("ix_sla_track_working", "ticket_id", postgresql_where=text("status NOT IN ('solved', 'closed')")),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    policy_version_id: Mapped[int | None] = mapped_column(ForeignKey("sla_policy_version.id"))
    calendar_version_id: Mapped[int | None] = mapped_column(ForeignKey("sla_calendar_version.id"))
    priority: Mapped[str]
    requester_is_agent: Mapped[bool] = mapped_column(default=False)
    status: Mapped[TicketStatus] = mapped_column(default=TicketStatus.NEW)
    status_before: Mapped[TicketStatus] = mapped_column(default=TicketStatus.OPEN)
    human_replied: Mapped[bool] = mapped_column(default=False)
    customer_since: Mapped[datetime | None]
    waiting: Mapped[list[Any]] = mapped_column(default=list)  # [message id, instant] of each unanswered message

    clocks: Mapped[list["SlaClock"]] = relationship(back_populates="track", lazy="raise_on_sql")

    def state(self, terms: Terms) -> Track:
        """The row and its clocks as the engine's value."""
        return Track(
            terms=terms,
            requester_is_agent=self.requester_is_agent,
            status=TicketStatus(self.status),
            status_before=TicketStatus(self.status_before),
            human_replied=self.human_replied,
            customer_since=self.customer_since,
            waiting=tuple(Waiting(position, _instant(at)) for position, at in self.waiting),
            clocks=tuple(row.facts() for row in self.clocks),
        )

    def take(self, track: Track) -> None:
        """Write back what the engine answered; the clocks have rows of their own."""
        self.status, self.status_before = track.status, track.status_before
        self.human_replied, self.customer_since = track.human_replied, track.customer_since
        waiting = [[message.position, message.at.isoformat()] for message in track.waiting]
        if waiting != self.waiting:
            self.waiting = waiting


class SlaClock(Model):
    """One clock of one ticket (sla.md, "Data"). `elapsed_s` is frozen when it stops and never computed again for reports."""

    __tablename__ = "sla_clock"
    __table_args__ = (
        UniqueConstraint("ticket_id", "metric", "cycle"),
        Index(
            "ix_sla_clock_due",
            "due_at",
            postgresql_where=text(f"{_OPEN} AND paused_since IS NULL AND breached_at IS NULL"),
        ),
        Index("ix_sla_clock_warn", "warn_at", postgresql_where=text(f"{_OPEN} AND paused_since IS NULL")),
        Index("ix_sla_clock_started", "metric", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("sla_track.ticket_id", ondelete="CASCADE"))
    metric: Mapped[Metric]
    cycle: Mapped[int]
    policy_version_id: Mapped[int | None] = mapped_column(ForeignKey("sla_policy_version.id"))
    calendar_version_id: Mapped[int | None] = mapped_column(ForeignKey("sla_calendar_version.id"))
    target_s: Mapped[int]
    started_at: Mapped[datetime]
    opened_by_message_id: Mapped[int]
    due_at: Mapped[datetime | None]
    warn_at: Mapped[datetime | None]
    remaining_s: Mapped[int | None]
    pauses: Mapped[list[Any]] = mapped_column(default=list)  # [from, to] of each pause that is over
    paused_since: Mapped[datetime | None]
    fulfilled_at: Mapped[datetime | None]
    fulfilled_by_message_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None]
    breached_at: Mapped[datetime | None]
    breach_cause: Mapped[Cause | None]
    superseded_by: Mapped[Cause | None]
    missed: Mapped[bool] = mapped_column(default=False)
    elapsed_s: Mapped[int | None]
    first_fulfilled_at: Mapped[datetime | None]
    first_elapsed_s: Mapped[int | None]
    warned: Mapped[list[Any]] = mapped_column(default=list)  # [kind, instant] of each warning sent

    track: Mapped[SlaTrack] = relationship(back_populates="clocks", lazy="raise_on_sql")

    def facts(self) -> Clock:
        """The row as the engine's value."""
        return Clock(
            metric=Metric(self.metric),
            cycle=self.cycle,
            opened_by=self.opened_by_message_id,
            fulfilled_by=self.fulfilled_by_message_id,
            end_reason=EndReason(self.end_reason) if self.end_reason else None,
            breach_cause=Cause(self.breach_cause) if self.breach_cause else None,
            superseded_by=Cause(self.superseded_by) if self.superseded_by else None,
            pauses=tuple((_instant(since), _instant(until)) for since, until in self.pauses),
            warned=tuple(Sent(kind, _instant(at)) for kind, at in self.warned),
            **{name: getattr(self, name) for name in _SAME},
        )

    def take(self, clock: Clock) -> None:
        """Write the engine's value into the row."""
        for name in _SAME:
            setattr(self, name, getattr(clock, name))
        self.opened_by_message_id, self.fulfilled_by_message_id = clock.opened_by, clock.fulfilled_by
        self.end_reason, self.breach_cause = clock.end_reason, clock.breach_cause
        self.superseded_by, self.missed = clock.superseded_by, clock.missed
        self.pauses = [[since.isoformat(), until.isoformat()] for since, until in clock.pauses]
        self.warned = [[sent.kind, sent.at.isoformat()] for sent in clock.warned]


_SAME = (
    "target_s",
    "started_at",
    "due_at",
    "warn_at",
    "remaining_s",
    "paused_since",
    "fulfilled_at",
    "ended_at",
    "breached_at",
    "elapsed_s",
    "first_fulfilled_at",
    "first_elapsed_s",
)


class SlaEvent(Model):
    """The log of the clocks, append-only."""

    __tablename__ = "sla_event"
    __table_args__ = (Index("ix_sla_event_ticket", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    metric: Mapped[Metric]
    cycle: Mapped[int]
    kind: Mapped[FactKind]
    at: Mapped[datetime]
    detail: Mapped[str | None]


def _instant(text_of_it: str) -> datetime:
    return datetime.fromisoformat(text_of_it).astimezone(UTC)
