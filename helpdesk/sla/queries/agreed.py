"""Which policy and calendar apply: the current ones in matching order, and those that a version id names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, select

from helpdesk import shop
from helpdesk.sla.models import SlaCalendar, SlaCalendarVersion, SlaPolicy, SlaPolicyVersion, SlaTrack
from helpdesk.sla.rules import agreements, documents, matching
from helpdesk.sla.rules.agreements import Agreement
from helpdesk.sla.rules.calendar import AlwaysOpen, WorkingTime
from helpdesk.sla.rules.clocks import Terms
from helpdesk.tickets.models import Ticket
from kit.db import db

_CURRENT_POLICIES = (  # asked at every filing: built once
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
)


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
    return db.session.execute(_CURRENT_POLICIES).all()


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
