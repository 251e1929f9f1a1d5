"""Deadlines of cases as rows, and the holidays that shift them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.returns.vocabulary import Clock, DeadlineStatus, Event
from kit.db import Model


class Deadline(Model):
    """A running, waiting or ended clock of a case. When `due_at` passes, `on_expire_event` is fired as the clock.

    A paused one keeps what was left in `remaining_s` and has no `due_at`; `near_at` is when both sides are reminded."""

    __tablename__ = "deadline"
    __table_args__ = (
        CheckConstraint("(status = 'armed') = (due_at IS NOT NULL)", name="armed_has_due"),
        CheckConstraint("(status = 'paused') = (remaining_s IS NOT NULL)", name="paused_has_rest"),
        Index("uq_deadline_live", "case_id", "kind", unique=True, postgresql_where="status IN ('armed', 'paused')"),
        Index("ix_deadline_due", "due_at", postgresql_where="status = 'armed'"),
        Index("ix_deadline_near", "near_at", postgresql_where="status = 'armed' AND warned_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"))
    kind: Mapped[Clock]
    status: Mapped[DeadlineStatus] = mapped_column(default=DeadlineStatus.ARMED)
    on_expire_event: Mapped[Event]
    armed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    near_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    remaining_s: Mapped[int | None]
    ended_at: Mapped[datetime | None]


class CalendarExtension(Model):
    """Days that do not count for day clocks (Spring Festival): a deadline that falls after `starts_on` moves by `days`."""

    __tablename__ = "calendar_extension"
    __table_args__ = (CheckConstraint("days > 0", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(unique=True)
    days: Mapped[int]
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
