"""Reading surveys: what is due, one with its ticket, and the results for reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from helpdesk.surveys.models import Survey, SurveySettings
from helpdesk.surveys.vocabulary import LOW_UP_TO, SATISFIED_FROM, Status
from helpdesk.tickets.models import Ticket
from kit.db import db
from kit.errors import NotFound

BATCH = 200
By = Literal["day", "week", "month", "category", "agent"]


@dataclass(frozen=True)
class Result:
    """Surveys sent in a period: how many were answered, how many of these were satisfied (4 or 5) or low (1 or 2), the mean score.
    `group` is the first day of the period in the shop's zone, a category, or an agent's id."""

    group: date | str | int | None
    asked: int
    answered: int
    satisfied: int
    low: int
    mean: float | None


def survey(survey_id: int) -> Survey:
    """The survey with ticket, customer and agent. Raises NotFound."""
    people = joinedload(Survey.ticket), joinedload(Survey.customer), joinedload(Survey.agent)
    found = db.session.scalar(select(Survey).where(Survey.id == survey_id).options(*people))
    if found is None:
        raise NotFound("survey", survey_id)
    return found


def of_ticket(ticket_id: int) -> list[Survey]:
    """The surveys about a ticket that were sent, the newest first."""
    sent = Survey.ticket_id == ticket_id, Survey.sent_at.is_not(None)
    return list(db.session.scalars(select(Survey).where(*sent).order_by(Survey.id.desc())))


def due_ids(now: datetime) -> Sequence[int]:
    """Surveys to be asked now, the oldest first."""
    due = Survey.status == Status.SCHEDULED, Survey.due_at <= now
    return db.session.scalars(select(Survey.id).where(*due).order_by(Survey.due_at).limit(BATCH)).all()


def unanswered_ids(now: datetime) -> Sequence[int]:
    """Surveys to remind of: sent long enough ago, still open, never reminded."""
    settings = db.session.get_one(SurveySettings, 1)
    silent = Survey.status == Status.SENT, Survey.reminded_at.is_(None), Survey.expires_at > now
    old = Survey.sent_at <= now - timedelta(seconds=settings.remind_after_s)
    return db.session.scalars(select(Survey.id).where(*silent, old).order_by(Survey.sent_at).limit(BATCH)).all()


def results(start: datetime, end: datetime, *, by: By = "week", zone: str) -> list[Result]:
    """CSAT of surveys sent from `start` up to but not at `end`, grouped; periods are those of the IANA `zone`."""
    keys = {
        "category": Ticket.category,
        "agent": Survey.agent_id,
    }
    key = keys[by] if by in keys else func.date_trunc(by, func.timezone(zone, Survey.sent_at))
    statement: Select[Any] = (
        select(
            key.label("key"),
            func.count(),
            func.count(Survey.score),
            func.count().filter(Survey.score >= SATISFIED_FROM),
            func.count().filter(Survey.score <= LOW_UP_TO),
            func.avg(Survey.score),
        )
        .join(Ticket, Ticket.id == Survey.ticket_id)
        .where(Survey.sent_at >= start, Survey.sent_at < end)
        .group_by("key")
        .order_by("key")
    )
    return [_result(row[0], row[1:]) for row in db.session.execute(statement)]


def _result(key: Any, figures: Any) -> Result:
    asked, answered, satisfied, low, mean = figures
    group = key.date() if isinstance(key, datetime) else key
    return Result(group, asked, answered, satisfied, low, float(mean) if mean is not None else None)


def settings() -> SurveySettings:
    """The shop's choices."""
    return db.session.get_one(SurveySettings, 1)
