"""Figures of clocks, judged once they are fulfilled or missed; what nobody waited for is left out (sla.md rule 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, or_, select
from sqlalchemy.orm import aliased

from helpdesk.reports.queries import grouping
from helpdesk.reports.rules.periods import Period
from helpdesk.reports.vocabulary import Grouping
from helpdesk.sla.models import SlaClock
from helpdesk.sla.vocabulary import NEVER_COUNTED, Metric
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import MessageKind
from kit.accounts.models import User
from kit.db import db

Replier = aliased(User)
_SERVING = case((Message.kind == MessageKind.AGENT, Message.author_id), (Message.kind == MessageKind.CUSTOMER, Ticket.assignee_id))


@dataclass(frozen=True)
class Figures:
    """Judged clocks of one group: how many, how many missed, median and 90th percentile in business seconds, part after 18:00."""

    key: Any
    total: int
    missed: int
    median_s: int | None
    p90_s: int | None
    evening: int

    @property
    def met_percent(self) -> float | None:
        return 100 * (self.total - self.missed) / self.total if self.total else None


def judged(metric: Metric, period: Period, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """Which clocks a period's figures count."""
    return [
        SlaClock.metric == metric,
        SlaClock.started_at >= period.start,
        SlaClock.started_at < period.end,
        or_(SlaClock.fulfilled_at.is_not(None), SlaClock.missed),
        or_(SlaClock.end_reason.is_(None), SlaClock.end_reason.not_in(NEVER_COUNTED)),
        *grouping.conditions(filters),
    ]


def total(metric: Metric, period: Period, filters: Mapping[str, str]) -> Figures:
    """All judged clocks of the period together."""
    row = db.session.execute(_joined(select(*_measures(period)), metric, period, filters)).one()
    return Figures(None, row.total, row.missed, row.median_s, row.p90_s, row.evening)


def by(group_by: Grouping, metric: Metric, period: Period, filters: Mapping[str, str]) -> list[Figures]:
    """The same, group by group in the groups' order; an agent is who replied, or took the call that the ticket began with."""
    key = grouping.key(group_by, SlaClock.started_at, period.zone.key, Replier)
    statement = _joined(select(key.label("key"), *_measures(period)), metric, period, filters)
    if group_by is Grouping.AGENT:
        statement = statement.outerjoin(Message, Message.id == SlaClock.fulfilled_by_message_id)
        statement = statement.outerjoin(Replier, Replier.id == _SERVING)
    rows = db.session.execute(statement.group_by("key").order_by("key"))
    return [Figures(row.key, row.total, row.missed, row.median_s, row.p90_s, row.evening) for row in rows]


def by_weekday_and_hour(metric: Metric, period: Period, filters: Mapping[str, str]) -> Sequence[Any]:
    """Rows of weekday (1 is Monday), hour, total, missed and median_s."""
    local = func.timezone(period.zone.key, SlaClock.started_at)
    weekday, hour = extract("isodow", local).label("weekday"), extract("hour", local).label("hour")
    statement = _joined(select(weekday, hour, *_measures(period)), metric, period, filters)
    return db.session.execute(statement.group_by("weekday", "hour").order_by("weekday", "hour")).all()


def by_category_and_day(metric: Metric, period: Period, filters: Mapping[str, str]) -> Sequence[Any]:
    """Rows of category, day and total: the small curves."""
    day = grouping.key(Grouping.DAY, SlaClock.started_at, period.zone.key, Replier).label("day")
    statement = _joined(select(Ticket.category, day, func.count().label("total")), metric, period, filters)
    return db.session.execute(statement.group_by(Ticket.category, "day")).all()


def unassigned_missed(period: Period, filters: Mapping[str, str]) -> int:
    """How many missed first replies belong to tickets that nobody was given."""
    counted = _joined(select(func.count()), Metric.FIRST_REPLY, period, filters)
    return int(db.session.execute(counted.where(SlaClock.missed, Ticket.assignee_id.is_(None))).scalar_one())


def reopened(period: Period, filters: Mapping[str, str]) -> tuple[int, int]:
    """How many tickets solved for the first time in the period were reopened, and how many were solved."""
    again = or_(SlaClock.fulfilled_at.is_(None), SlaClock.fulfilled_at > SlaClock.first_fulfilled_at)
    solved = (SlaClock.first_fulfilled_at >= period.start, SlaClock.first_fulfilled_at < period.end)
    row = db.session.execute(
        select(func.count().filter(again).label("again"), func.count().label("solved"))
        .select_from(SlaClock)
        .join(Ticket, Ticket.id == SlaClock.ticket_id)
        .where(SlaClock.metric == Metric.RESOLUTION, *solved, *grouping.conditions(filters))
    ).one()
    return row.again, row.solved


def _joined(statement: Any, metric: Metric, period: Period, filters: Mapping[str, str]) -> Any:
    joined = statement.select_from(SlaClock).join(Ticket, Ticket.id == SlaClock.ticket_id)
    return joined.where(*judged(metric, period, filters))


def _measures(period: Period) -> list[Any]:
    used = case((SlaClock.fulfilled_at.is_not(None), SlaClock.elapsed_s))
    hour = extract("hour", func.timezone(period.zone.key, SlaClock.started_at))
    return [
        func.count().label("total"),
        func.count().filter(SlaClock.missed).label("missed"),
        func.percentile_disc(0.5).within_group(used).label("median_s"),
        func.percentile_disc(0.9).within_group(used).label("p90_s"),
        func.count().filter(hour >= 18).label("evening"),
    ]
