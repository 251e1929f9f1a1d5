"""Reading visits: the worklist, one with what its caller should know, and the results for reports."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from helpdesk import shop
from helpdesk.surveys.models import Survey
from helpdesk.tickets.models import Message
from helpdesk.tickets.vocabulary import MessageKind
from helpdesk.visits.models import Visit, VisitAttempt, VisitSettings
from helpdesk.visits.rules import group_of
from helpdesk.visits.vocabulary import HAPPY_FROM, Group, Outcome, Status
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound

MOST_ROWS = 200


@dataclass(frozen=True)
class Worklist:
    """The visits of a day or week by group, and how far the day is done."""

    groups: dict[Group, list[Visit]]
    done: int
    late: int

    @property
    def total(self) -> int:
        return sum(len(visits) for visits in self.groups.values())

    @property
    def first(self) -> Visit | None:
        """The first one that is still to do."""
        return next((visit for group, visits in self.groups.items() if group is not Group.DONE for visit in visits), None)


@dataclass(frozen=True)
class Briefing:
    """What to know before calling."""

    level: dict[str, str] = field(default_factory=dict)
    survey: Survey | None = None
    attempts: list[VisitAttempt] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    parcel: str = ""
    parcel_at: datetime | None = None
    last_contact_at: datetime | None = None


@dataclass(frozen=True)
class Results:
    """Visits completed in a period: reached, and of these the happy ones (3 to 5)."""

    done: int
    reached: int
    happy: int


def worklist(actor: User, *, mine: bool, days: int, now: datetime, zone: ZoneInfo) -> Worklist:
    """What is to do up to the end of today (`days` 1) or of the week, what is late, and what was done today.
    Mine: planned for me or for nobody. Done ones are mine when I have them."""
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    to_do = and_(Visit.status == Status.PLANNED, Visit.due_at < midnight + timedelta(days=days))
    done = and_(Visit.status == Status.DONE, Visit.done_at >= midnight)
    statement = _with_people().where(or_(to_do, done), _whose(actor, mine))
    rows = db.session.scalars(statement.order_by(Visit.due_at, Visit.id).limit(MOST_ROWS))
    groups: dict[Group, list[Visit]] = {group: [] for group in Group}
    for visit in rows:
        groups[group_of(visit.status, visit.due_at, now, zone)].append(visit)
    groups = {group: visits for group, visits in groups.items() if visits}
    return Worklist(groups, done=len(groups.get(Group.DONE, [])), late=len(groups.get(Group.LATE, [])))


def open_count(actor: User, *, until: datetime) -> int:
    """How many visits wait for the actor up to an instant: the figure in the sidebar."""
    waiting = Visit.status == Status.PLANNED, Visit.due_at < until, _whose(actor, True)
    return db.session.scalar(select(func.count()).select_from(Visit).where(*waiting)) or 0


def visit(actor: User, visit_id: int) -> Visit:
    """One visit with its people and ticket. Raises NotFound, also for those who are no agents."""
    found = db.session.scalar(_with_people().where(Visit.id == visit_id)) if actor.is_agent else None
    if found is None:
        raise NotFound("visit", visit_id)
    return found


def of_ticket(ticket_id: int) -> list[Visit]:
    """The visits about a ticket, the newest first."""
    return list(db.session.scalars(_with_people().where(Visit.ticket_id == ticket_id).order_by(Visit.id.desc())))


def briefing(visit: Visit) -> Briefing:
    """What to know before calling: level, score, earlier attempts, who handled it, the parcel."""
    parcel = _delivered(visit.ticket.order_id) if visit.ticket and visit.ticket.order_id else None
    level = shop.customer_summary(visit.customer_id).level_name
    attempts = select(VisitAttempt).where(VisitAttempt.visit_id == visit.id).options(joinedload(VisitAttempt.by))
    return Briefing(
        level=level,
        survey=db.session.get(Survey, visit.survey_id) if visit.survey_id else None,
        attempts=list(db.session.scalars(attempts.order_by(VisitAttempt.id.desc()))),
        handlers=_handlers(visit.ticket_id),
        parcel=parcel.tracking if parcel else "",
        parcel_at=parcel.delivered_at if parcel else None,
        last_contact_at=visit.ticket.last_message_at if visit.ticket else None,
    )


def results(start: datetime, end: datetime) -> Results:
    """Visits completed from `start` up to but not at `end`."""
    reached = Visit.outcome == Outcome.REACHED
    happy = and_(reached, Visit.mood >= HAPPY_FROM)
    figures = select(func.count(), func.count().filter(reached), func.count().filter(happy))
    done = Visit.status == Status.DONE, Visit.done_at >= start, Visit.done_at < end
    return Results(*db.session.execute(figures.select_from(Visit).where(*done)).one())


def _with_people() -> Select[Visit]:
    return select(Visit).options(joinedload(Visit.customer), joinedload(Visit.ticket), joinedload(Visit.assignee))


def _whose(actor: User, mine: bool) -> ColumnElement[bool]:
    return or_(Visit.assignee_id == actor.id, Visit.assignee_id.is_(None)) if mine else Visit.id.is_not(None)


def _handlers(ticket_id: int | None) -> list[str]:
    """The names of those who answered, in the order of their first answer."""
    answered = Message.ticket_id == ticket_id, Message.kind == MessageKind.AGENT
    names = select(User.name).join(Message, Message.author_id == User.id).where(*answered)
    return list(db.session.scalars(names.group_by(User.id, User.name).order_by(func.min(Message.id))))


def _delivered(order_id: int) -> shop.Shipment | None:
    parcels = [parcel for parcel in shop.shipments(order_id) if parcel.delivered_at and parcel.direction == "outbound"]
    return max(parcels, key=lambda parcel: parcel.delivered_at or parcel.id, default=None)


def settings() -> VisitSettings:
    """The shop's choices."""
    return db.session.get_one(VisitSettings, 1)
