"""Policies and calendars change by new versions; unfinished tickets follow in batches (rules 10 and 11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from helpdesk.sla.models import SlaCalendar, SlaCalendarVersion, SlaPolicy, SlaPolicyVersion
from helpdesk.sla.rules import agreements, documents
from helpdesk.sla.rules.calendar import require_open_time
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.queue import BULK, enqueue_after_commit


@dataclass(frozen=True, kw_only=True)
class PolicyDraft:
    """A policy as it is to be: the document of `rules.agreements`, and the calendar by which it counts."""

    name: dict[str, str]
    document: dict[str, Any]
    calendar_id: int


@dataclass(frozen=True, kw_only=True)
class CalendarDraft:
    """A calendar as it is to be; a document of None is around the clock."""

    name: dict[str, str]
    document: dict[str, Any] | None


@command
def add_policy(draft: PolicyDraft, *, actor: User, now: datetime) -> SlaPolicy:
    """Put a new policy first in the order, where it is seen. Raises NotAllowed, NotFound, RuleViolation."""
    _check(actor)
    agreements.agreement(draft.document)
    first = db.session.scalar(select(func.min(SlaPolicy.position)).where(SlaPolicy.retired.is_(False)))
    policy = SlaPolicy(name=draft.name, position=(first or 100) - 1)
    db.session.add(policy)
    db.session.flush()
    _add_policy_version(policy, draft, actor, now)
    return policy


@command
def change_policy(policy_id: int, draft: PolicyDraft, *, seen_version: int, actor: User, now: datetime) -> SlaPolicy:
    """Publish the next version of a policy. Raises NotAllowed, NotFound, Conflict, RuleViolation."""
    _check(actor)
    agreements.agreement(draft.document)
    policy = lock(SlaPolicy, policy_id)
    _check_version(policy.version, seen_version)
    policy.name, policy.number = draft.name, policy.number + 1
    _add_policy_version(policy, draft, actor, now)
    return policy


@command
def order_policies(policy_ids: Sequence[int], *, actor: User) -> None:
    """Set the order in which policies are tried. Raises RuleViolation unless it names each current policy once."""
    _check(actor)
    current = db.session.scalars(select(SlaPolicy).where(SlaPolicy.retired.is_(False)).with_for_update()).all()
    if sorted(policy_ids) != sorted(policy.id for policy in current):
        raise RuleViolation("bad_order", "The policies have changed meanwhile. Load the page again.")
    for policy in current:
        policy.position = policy_ids.index(policy.id)
    _rematch_all()


@command
def retire_policy(policy_id: int, *, actor: User) -> None:
    """Take a policy out of use; its tickets are matched again. Raises RuleViolation for the last one."""
    _check(actor)
    policy = lock(SlaPolicy, policy_id)
    others = select(SlaPolicy.id).where(SlaPolicy.retired.is_(False), SlaPolicy.id != policy_id).limit(1)
    if db.session.scalar(others) is None:
        raise RuleViolation("last_policy", "This is the last policy. Add another one before you remove it.")
    policy.retired = True
    _rematch_all()


@command
def add_calendar(draft: CalendarDraft, *, actor: User, now: datetime) -> SlaCalendar:
    """Add a calendar. Raises NotAllowed, RuleViolation: also for one without open time in the next 400 days (T55)."""
    _check(actor)
    _check_hours(draft, now)
    calendar = SlaCalendar(name=draft.name)
    db.session.add(calendar)
    db.session.flush()
    _add_calendar_version(calendar, draft, actor, now)
    return calendar


@command
def change_calendar(calendar_id: int, draft: CalendarDraft, *, seen_version: int, actor: User, now: datetime) -> SlaCalendar:
    """Publish the next version of a calendar; open clocks follow, closed ones and recorded breaches stay (rule 11)."""
    _check(actor)
    _check_hours(draft, now)
    calendar = lock(SlaCalendar, calendar_id)
    _check_version(calendar.version, seen_version)
    calendar.name, calendar.number = draft.name, calendar.number + 1
    _add_calendar_version(calendar, draft, actor, now)
    return calendar


def _add_policy_version(policy: SlaPolicy, draft: PolicyDraft, actor: User, now: datetime) -> None:
    calendar = lock(SlaCalendar, draft.calendar_id)
    db.session.add(
        SlaPolicyVersion(
            policy_id=policy.id,
            number=policy.number,
            document=draft.document,
            calendar_id=calendar.id,
            created_at=now,
            created_by=actor.id,
        )
    )
    _rematch_all()


def _add_calendar_version(calendar: SlaCalendar, draft: CalendarDraft, actor: User, now: datetime) -> None:
    db.session.add(
        SlaCalendarVersion(
            calendar_id=calendar.id,
            number=calendar.number,
            document=draft.document,
            created_at=now,
            created_by=actor.id,
        )
    )
    _rematch_all()


def _rematch_all() -> None:
    enqueue_after_commit("helpdesk.sla.jobs.rematch", 0, queue=BULK)


def _check_hours(draft: CalendarDraft, now: datetime) -> None:
    require_open_time(documents.calendar(draft.document), now)


def _check(actor: User) -> None:
    if not actor.is_manager:
        raise NotAllowed("change_sla", "settings")


def _check_version(version: int, seen: int) -> None:
    if version != seen:
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")
