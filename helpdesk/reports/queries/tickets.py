"""The tickets behind a figure: drill-down in numbered pages of 20, and why a reply was late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, extract, func, select
from sqlalchemy.orm import aliased

from helpdesk.reports.queries.clocks import judged
from helpdesk.reports.rules.periods import Period
from helpdesk.sla.models import SlaClock
from helpdesk.sla.vocabulary import Metric
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.db import db
from kit.events import EventRecord

ROWS = 20
MOST_PAGES = 50


@dataclass(frozen=True)
class Slice:
    """A part of a period's clocks: the missed or the met ones, of one day, weekday or hour."""

    metric: Metric = Metric.FIRST_REPLY
    outcome: str = "all"
    day: date | None = None
    weekday: int | None = None
    hour: int | None = None


@dataclass(frozen=True)
class Listed:
    """One page of rows, the number of all rows, and of pages."""

    rows: Sequence[Any]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return min(MOST_PAGES, max(1, -(-self.total // ROWS)))

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS + 1 if self.rows else 0


def behind(part: Slice, period: Period, filters: Mapping[str, str], *, page: int, now: datetime) -> Listed:
    """The tickets of a slice, those that waited longest first; `used_s` of an unanswered one is counted to `now`."""
    requester, assignee = aliased(User), aliased(User)
    wanted = [*judged(part.metric, period, filters), *_sliced(part, period.zone.key)]
    counted = select(func.count()).select_from(SlaClock).join(Ticket, Ticket.id == SlaClock.ticket_id).where(*wanted)
    total = int(db.session.execute(counted).scalar_one())
    page = max(1, min(page, min(MOST_PAGES, max(1, -(-total // ROWS)))))
    waited = func.coalesce(SlaClock.elapsed_s, extract("epoch", now - SlaClock.started_at)).label("used_s")
    rows = db.session.execute(
        select(
            Ticket.id, Ticket.number, Ticket.subject, Ticket.category, Ticket.language,
            requester.name.label("requester"), assignee.name.label("assignee"),
            SlaClock.started_at, SlaClock.fulfilled_at, SlaClock.due_at, SlaClock.target_s, SlaClock.missed, waited,
        )
        .join(Ticket, Ticket.id == SlaClock.ticket_id)
        .join(requester, requester.id == Ticket.requester_id)
        .outerjoin(assignee, assignee.id == Ticket.assignee_id)
        .where(*wanted)
        .order_by(waited.desc(), SlaClock.id)
        .limit(ROWS)
        .offset((page - 1) * ROWS)
    ).all()  # fmt: skip
    return Listed(rows, total, page)


def hand_overs(ticket_ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """For each ticket that was ever assigned: how often, and when first."""
    rows = db.session.execute(
        select(EventRecord.ticket_id, func.count().label("times"), func.min(EventRecord.at).label("first"))
        .where(EventRecord.ticket_id.in_(ticket_ids), EventRecord.kind == "Assigned")
        .group_by(EventRecord.ticket_id)
    )
    return {row.ticket_id: (row.times, row.first) for row in rows}


def _sliced(part: Slice, zone: str) -> list[ColumnElement[bool]]:
    local = func.timezone(zone, SlaClock.started_at)
    wanted: list[ColumnElement[bool]] = []
    if part.outcome in ("missed", "met"):
        wanted.append(SlaClock.missed.is_(part.outcome == "missed"))
    if part.day is not None:
        wanted.append(cast(local, Date) == part.day)
    if part.weekday is not None:
        wanted.append(extract("isodow", local) == part.weekday)
    if part.hour is not None:
        wanted.append(extract("hour", local) == part.hour)
    return wanted
