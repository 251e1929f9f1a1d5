"""What customers answered to surveys that were sent in a period."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from helpdesk.reports.queries import grouping
from helpdesk.reports.rules.periods import Period
from helpdesk.reports.vocabulary import Grouping
from helpdesk.surveys.models import Survey
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.db import db

Served = aliased(User)


def total(period: Period, filters: Mapping[str, str]) -> Any:
    """One row of asked, answered, mean, and how often each score was given (s1 to s5)."""
    scores = [func.count().filter(Survey.score == score).label(f"s{score}") for score in range(1, 6)]
    return db.session.execute(_sent(select(*_measures(), *scores), period, filters)).one()


def by(group_by: Grouping, period: Period, filters: Mapping[str, str]) -> Sequence[Any]:
    """Rows of key, asked, answered, mean, low; an agent is who had the ticket when it was solved."""
    key = grouping.key(group_by, Survey.sent_at, period.zone.key, Served).label("key")
    statement = _sent(select(key, *_measures()), period, filters)
    if group_by is Grouping.AGENT:
        statement = statement.outerjoin(Served, Served.id == Survey.agent_id)
    return db.session.execute(statement.group_by("key").order_by("key")).all()


def voices(period: Period, filters: Mapping[str, str]) -> Sequence[Any]:
    """Two comments of the period: the newest of the best and of the worst."""
    said = (
        _sent(select(Survey.score, Survey.comment, User.name, Ticket.number, Ticket.language), period, filters)
        .join(User, User.id == Survey.customer_id)
        .where(Survey.comment != "", Survey.score.is_not(None))
    )
    best = db.session.execute(said.order_by(Survey.score.desc(), Survey.id.desc()).limit(1)).all()
    worst = db.session.execute(said.where(Survey.score <= 3).order_by(Survey.score, Survey.id.desc()).limit(1)).all()
    return [*best, *(row for row in worst if row not in best)]


def _sent(statement: Any, period: Period, filters: Mapping[str, str]) -> Any:
    joined = statement.select_from(Survey).join(Ticket, Ticket.id == Survey.ticket_id)
    return joined.where(Survey.sent_at >= period.start, Survey.sent_at < period.end, *grouping.conditions(filters))


def _measures() -> list[Any]:
    return [
        func.count().label("asked"),
        func.count(Survey.score).label("answered"),
        func.avg(Survey.score).label("mean"),
        func.count().filter(Survey.score <= 2).label("low"),
    ]
