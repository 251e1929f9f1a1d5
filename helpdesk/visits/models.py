"""Tables of visits: whom to contact when and why, every attempt, who wants no calls, the shop's hours for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.tickets.models import Ticket
from helpdesk.visits.vocabulary import Outcome, Reason, Status, Way
from kit.accounts.models import User
from kit.db import Model


class Visit(Model):
    """One contact to make. `source_key` names what caused it, so that a repeat makes no second one; a ticket has at most one open
    visit. `mood` 1 (angry) to 5 (happy) is what the agent heard."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("mood BETWEEN 1 AND 5", name="mood"),
        CheckConstraint("(status = 'planned') = (done_at IS NULL)", name="done"),
        Index("uq_visit_open", "ticket_id", unique=True, postgresql_where=text("status = 'planned' AND ticket_id IS NOT NULL")),
        Index("ix_visit_due", "due_at", "id", postgresql_where=text("status = 'planned'")),
        Index("ix_visit_done", "done_at", postgresql_where=text("status = 'done'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id", ondelete="SET NULL"))
    source_key: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[Reason]
    way: Mapped[Way] = mapped_column(default=Way.CALL)
    about: Mapped[str] = mapped_column(default="")  # in the words of who planned it
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(default=Status.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Outcome | None]
    mood: Mapped[int | None]
    done_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    customer: Mapped[User] = relationship(foreign_keys=[customer_id], lazy="raise_on_sql")
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id], lazy="raise_on_sql")
    ticket: Mapped[Ticket | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class VisitAttempt(Model):
    """One attempt and what was said; never changed afterwards."""

    __tablename__ = "visit_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    outcome: Mapped[Outcome]
    mood: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")

    by: Mapped[User] = relationship(lazy="raise_on_sql")


class VisitRefusal(Model):
    """Somebody who wants no calls."""

    __tablename__ = "visit_refusal"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class VisitSettings(Model):
    """When customers may be called, in the shop's zone: wall-clock seconds, weekdays from Monday (0). The one row has id 1."""

    __tablename__ = "visit_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("0 <= opens_s AND opens_s < closes_s AND closes_s <= 86400", name="hours"),
        CheckConstraint("after_solving_s >= 0 AND after_low_score_s >= 0", name="delays"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    is_on: Mapped[bool] = mapped_column(default=True)
    after_solving_s: Mapped[int]
    after_low_score_s: Mapped[int]
    opens_s: Mapped[int]
    closes_s: Mapped[int]
    weekdays: Mapped[list[int]]
