"""What of the service levels is read: the policy that applies, ripe and unfinished tickets, a ticket's clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, select, union
from sqlalchemy.orm import joinedload, selectinload

from helpdesk import shop
from helpdesk.sla.models import (
    SlaCalendar,
    SlaCalendarVersion,
    SlaClock,
    SlaPolicy,
    SlaPolicyVersion,
    SlaTrack,
)
from helpdesk.sla.rules import agreements, documents, matching
from helpdesk.sla.rules.agreements import Agreement
from helpdesk.sla.rules.calendar import AlwaysOpen, BusinessCalendar, WorkingTime
from helpdesk.sla.rules.clocks import Clock, Terms
from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import FINAL_STATUSES, Metric
from helpdesk.tickets.models import Ticket
from kit.db import db


@dataclass(frozen=True)
class Agreed:
    """The versions that apply to a ticket, and what they mean for its priority."""

    policy_version_id: int | None
    calendar_version_id: int | None
    terms: Terms
    why: str


def agreed_for(ticket: Ticket, policies: Sequence[Any] | None = None) -> Agreed:
    """The first current policy whose conditions the ticket meets; `policies` saves reading them for each of many tickets."""
    rows = current_policies() if policies is None else policies
    candidates = [matching.Candidate(row.id, agreement(row.version_id).when) for row in rows]
    match = matching.match(candidates, _matched_on(ticket, candidates))
    chosen = next((row for row in rows if row.id == match.id), None)
    if chosen is None:
        return Agreed(None, None, Terms(None, AlwaysOpen()), match.why)
    policy = agreement(chosen.version_id).policy(ticket.priority)
    terms = Terms(policy, working_time(chosen.calendar_version_id))
    return Agreed(chosen.version_id, chosen.calendar_version_id, terms, match.why)


def current_policies() -> Sequence[Any]:
    """Policies in matching order, each with the ids of its current version and of its calendar's."""
    return db.session.execute(
        select(
            SlaPolicy.id,
            SlaPolicy.name,
            SlaPolicy.version,
            SlaPolicyVersion.id.label("version_id"),
            SlaPolicyVersion.document,
            SlaCalendar.id.label("calendar_id"),
            SlaCalendar.name.label("calendar_name"),
            SlaCalendarVersion.id.label("calendar_version_id"),
        )
        .join(
            SlaPolicyVersion,
            and_(SlaPolicyVersion.policy_id == SlaPolicy.id, SlaPolicyVersion.number == SlaPolicy.number),
        )
        .join(SlaCalendar, SlaCalendar.id == SlaPolicyVersion.calendar_id)
        .join(
            SlaCalendarVersion,
            and_(SlaCalendarVersion.calendar_id == SlaCalendar.id, SlaCalendarVersion.number == SlaCalendar.number),
        )
        .where(SlaPolicy.retired.is_(False))
        .order_by(SlaPolicy.position, SlaPolicy.id)
    ).all()


def current_calendars() -> Sequence[Any]:
    """Calendars by age, each with its current hours."""
    return db.session.execute(
        select(
            SlaCalendar.id,
            SlaCalendar.name,
            SlaCalendar.version,
            SlaCalendarVersion.id.label("version_id"),
            SlaCalendarVersion.document,
        )
        .join(
            SlaCalendarVersion,
            and_(SlaCalendarVersion.calendar_id == SlaCalendar.id, SlaCalendarVersion.number == SlaCalendar.number),
        )
        .order_by(SlaCalendar.id)
    ).all()


@lru_cache(maxsize=256)
def agreement(version_id: int) -> Agreement:
    """What a version of a policy promises; versions never change."""
    return agreements.agreement(db.session.get_one(SlaPolicyVersion, version_id).document)


@lru_cache(maxsize=256)
def working_time(version_id: int) -> WorkingTime:
    """The hours of a version of a calendar, with what was worked out of them so far; versions never change."""
    return documents.calendar(db.session.get_one(SlaCalendarVersion, version_id).document)


def terms(track: SlaTrack) -> Terms:
    """What a ticket's clocks are measured by."""
    if track.policy_version_id is None or track.calendar_version_id is None:
        return Terms(None, AlwaysOpen())
    policy = agreement(track.policy_version_id).policy(track.priority)
    return Terms(policy, working_time(track.calendar_version_id))


def ripe_tracks(now: datetime, limit: int) -> Sequence[SlaTrack]:
    """Tickets with a passed deadline or a ripe warning, locked; those that somebody else holds are left to the next sweep."""
    running = (SlaClock.fulfilled_at.is_(None), SlaClock.ended_at.is_(None), SlaClock.paused_since.is_(None))
    late = _first(select(SlaClock.ticket_id).where(*running, SlaClock.breached_at.is_(None), SlaClock.due_at < now), limit)
    warned = _first(select(SlaClock.ticket_id).where(*running, SlaClock.warn_at <= now), limit)
    ripe = union(select(late.c.ticket_id), select(warned.c.ticket_id)).subquery()
    return db.session.scalars(
        select(SlaTrack)
        .join(Ticket, Ticket.id == SlaTrack.ticket_id)
        .where(SlaTrack.ticket_id.in_(select(ripe.c.ticket_id)))
        .order_by(SlaTrack.ticket_id)
        .limit(limit)
        .with_for_update(of=[Ticket, SlaTrack], skip_locked=True, key_share=True)
        .options(selectinload(SlaTrack.clocks))
        .execution_options(populate_existing=True)
    ).all()


def working_tracks(after: int, *, limit: int) -> Sequence[Any]:
    """Unfinished tickets after one, by id, locked: pairs of track, with its clocks, and ticket."""
    return db.session.execute(
        select(SlaTrack, Ticket)
        .join(Ticket, Ticket.id == SlaTrack.ticket_id)
        .where(SlaTrack.ticket_id > after, SlaTrack.status.not_in(FINAL_STATUSES))
        .order_by(SlaTrack.ticket_id)
        .limit(limit)
        .with_for_update(of=[Ticket, SlaTrack], key_share=True)
        .options(selectinload(SlaTrack.clocks))
        .execution_options(populate_existing=True)
    ).all()


def track_of(ticket_id: int) -> SlaTrack | None:
    """A ticket's track with its clocks, to look at."""
    asked = select(SlaTrack).where(SlaTrack.ticket_id == ticket_id).options(joinedload(SlaTrack.clocks))
    return db.session.scalars(asked).unique().one_or_none()


def tickets_by_policy(now: datetime) -> dict[int, int]:
    """How many tickets of the last 30 days each policy had, by the policy's id."""
    rows = db.session.execute(
        select(SlaPolicyVersion.policy_id, func.count(SlaTrack.ticket_id).label("tickets"))
        .join(SlaTrack, SlaTrack.policy_version_id == SlaPolicyVersion.id)
        .join(Ticket, Ticket.id == SlaTrack.ticket_id)
        .where(Ticket.created_at >= now - timedelta(days=30))
        .group_by(SlaPolicyVersion.policy_id)
    )
    return {row.policy_id: row.tickets for row in rows}


def finished_clocks(when: Mapping[str, tuple[str, ...]], *, since: datetime) -> Sequence[Any]:
    """Clocks of tickets that meet some conditions, finished or breached since; the newest 20,000."""
    columns = {"category": Ticket.category, "channel": Ticket.channel, "priority": Ticket.priority}
    asked = [columns[name].in_(values) for name, values in when.items() if values and name in columns]
    if when.get("group"):
        asked.append(Ticket.group_id.in_([int(group) for group in when["group"] if group.isdecimal()]))
    return db.session.execute(
        select(SlaClock.ticket_id, SlaClock.metric, SlaClock.target_s, SlaClock.missed, SlaClock.elapsed_s, Ticket.priority)
        .join(Ticket, Ticket.id == SlaClock.ticket_id)
        .where(SlaClock.started_at >= since, SlaClock.fulfilled_at.is_not(None), *asked)
        .order_by(SlaClock.id.desc())
        .limit(20_000)
    ).all()


def state_of(ticket_id: int) -> Track | None:
    """A ticket's clocks as the engine's value; None for a ticket without a track."""
    track = track_of(ticket_id)
    return track.state(terms(track)) if track else None


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """One clock as people see it. Seconds are business time; `left_s` is negative once the target is used up."""

    facts: Clock
    used_s: int
    paused_s: int

    @property
    def left_s(self) -> int:
        return self.facts.target_s - self.used_s


@dataclass(frozen=True, kw_only=True)
class SlaView:
    """A ticket's clocks, the pressing ones first, and the hours in which they run."""

    running: list[ClockView]
    finished: list[ClockView]
    hours: BusinessCalendar | None
    paused_s: int


def sla_of(ticket_id: int, *, now: datetime) -> SlaView:
    """All clocks of a ticket as they stand at `now`; none for a ticket without a track."""
    state = state_of(ticket_id)
    if state is None:
        return SlaView(running=[], finished=[], hours=None, paused_s=0)
    agreed, order = state.terms, list(Metric)
    views = [_view(clock, agreed, now) for clock in state.clocks]
    views.sort(key=lambda view: (order.index(view.facts.metric), view.facts.cycle))
    hours = agreed.calendar if isinstance(agreed.calendar, BusinessCalendar) else None
    return SlaView(
        running=[view for view in views if view.facts.is_open],
        finished=[view for view in views if not view.facts.is_open],
        hours=hours,
        paused_s=sum(view.paused_s for view in views),
    )


def _view(facts: Clock, agreed: Terms, now: datetime) -> ClockView:
    used = facts.elapsed_s if facts.elapsed_s is not None else facts.elapsed_at(now, agreed)
    pauses = [*facts.pauses, *([(facts.paused_since, now)] if facts.paused_since and facts.is_open else [])]
    paused = sum(agreed.calendar.open_seconds(since, until) for since, until in pauses)
    return ClockView(facts=facts, used_s=used, paused_s=paused)


def _first(found: Select[Any], limit: int) -> Any:
    return found.order_by(SlaClock.due_at).limit(limit).subquery()


def _matched_on(ticket: Ticket, candidates: Sequence[matching.Candidate]) -> dict[str, str | None]:
    asked = {name for candidate in candidates for name, accepted in candidate.when.items() if accepted}
    level = shop.customer_summary(ticket.requester_id).level if "member_level" in asked else None
    return {
        "category": ticket.category,
        "priority": ticket.priority,
        "channel": ticket.channel,
        "member_level": level,
        "group": str(ticket.group_id) if ticket.group_id else None,
    }
