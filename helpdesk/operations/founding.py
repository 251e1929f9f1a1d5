"""Making a real shop of an installation: its particulars, its first administrator, its hours. Safe to repeat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk.operations.hours import Week, describe
from helpdesk.sla import queries as sla
from helpdesk.sla.commands import settings
from helpdesk.sla.commands.settings import CalendarDraft, PolicyDraft
from kit import profile
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import command, db


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """The first person who may do everything; an empty password leaves the present one."""

    email: str
    name: str
    password: str


def administrator_email() -> str:
    """The address of the first administrator there is; empty before the first set-up."""
    first = select(User.email).where(User.role == Role.SUPERADMIN, User.is_demo.is_(False)).order_by(User.id).limit(1)
    return db.session.scalar(first) or ""


@command
def found(particulars: Mapping[str, Any], administrator: Administrator, *, now: datetime) -> User:
    """Save the shop's profile and make the administrator. Raises RuleViolation for a bad address."""
    profile.save(**particulars, is_set_up=True)
    return accounts.create_user(
        administrator.email,
        administrator.name,
        Role.SUPERADMIN,
        administrator.password or None,
        locale=profile.current().locale,
        now=now,
    )


@command
def keep_hours(week: Week | None, *, actor: User, now: datetime) -> None:
    """Let every policy count by these hours in the shop's zone; None is around the clock. What is so already stays."""
    calendar_id = _round_the_clock() if week is None else _with_hours(week, actor, now)
    for policy in sla.current_policies():
        if policy.calendar_id != calendar_id:
            draft = PolicyDraft(name=policy.name, document=policy.document, calendar_id=calendar_id)
            settings.change_policy(policy.id, draft, seen_version=policy.version, actor=actor, now=now)


def _round_the_clock() -> int:
    return next(int(calendar.id) for calendar in sla.current_calendars() if calendar.document is None)


def _with_hours(week: Week, actor: User, now: datetime) -> int:
    """The shop's calendar: the first that has hours, brought up to date, or a new one."""
    present = next((calendar for calendar in sla.current_calendars() if calendar.document is not None), None)
    rest = present.document if present else {"holidays": [], "special_days": {}}
    document = rest | {"timezone": profile.current().timezone, "week": week}
    hours = describe(week)
    draft = CalendarDraft(name={"en": f"Shop hours, {hours}", "zh": f"营业时间，{hours}"}, document=document)
    if present is None:
        return settings.add_calendar(draft, actor=actor, now=now).id
    if present.document != document:
        settings.change_calendar(present.id, draft, seen_version=present.version, actor=actor, now=now)
    return int(present.id)
