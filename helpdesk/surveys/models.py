"""Tables of surveys: one question per closure of a ticket, who wants none, and the shop's choices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.surveys.vocabulary import DELAY, LOW_UP_TO, OPEN_FOR, REMIND_AFTER, SATISFIED_FROM, Solved, Status
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.db import Model


class Survey(Model):
    """How was it? `closure` counts how often the ticket was solved; `agent_id` is who had it then. Scores go from 1 to 5."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("ticket_id", "closure"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        CheckConstraint("(status = 'answered') = (score IS NOT NULL)", name="answered"),
        Index("ix_survey_due", "due_at", postgresql_where=text("status = 'scheduled'")),
        Index("ix_survey_unanswered", "sent_at", postgresql_where=text("status = 'sent' AND reminded_at IS NULL")),
        Index("ix_survey_sent", "sent_at", postgresql_where=text("sent_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    closure: Mapped[int]
    customer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[Status] = mapped_column(default=Status.SCHEDULED)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    score: Mapped[int | None]
    praise: Mapped[list[str]] = mapped_column(default=list)
    solved: Mapped[Solved | None]
    comment: Mapped[str] = mapped_column(default="")
    may_call: Mapped[bool] = mapped_column(default=False)

    ticket: Mapped[Ticket] = relationship(lazy="raise_on_sql")
    customer: Mapped[User] = relationship(foreign_keys=[customer_id], lazy="raise_on_sql")
    agent: Mapped[User | None] = relationship(foreign_keys=[agent_id], lazy="raise_on_sql")

    @property
    def is_low(self) -> bool:
        return self.score is not None and self.score <= LOW_UP_TO

    @property
    def is_satisfied(self) -> bool:
        return self.score is not None and self.score >= SATISFIED_FROM


class SurveyRefusal(Model):
    """Somebody who asked never to be asked again."""

    __tablename__ = "survey_refusal"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class SurveySettings(Model):
    """The shop's choices, in seconds; the one row has id 1."""

    __tablename__ = "survey_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("delay_s >= 0 AND open_s > 0 AND remind_after_s > 0", name="durations"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    is_on: Mapped[bool] = mapped_column(default=True)
    delay_s: Mapped[int] = mapped_column(default=int(DELAY.total_seconds()))
    open_s: Mapped[int] = mapped_column(default=int(OPEN_FOR.total_seconds()))
    remind_after_s: Mapped[int] = mapped_column(default=int(REMIND_AFTER.total_seconds()))
