"""Changing groups and agents."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from helpdesk.staff.events import AvailabilityChanged
from helpdesk.staff.models import AgentGroup, AgentState, GroupMember
from helpdesk.staff.vocabulary import Availability
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import NotAllowed, RuleViolation
from kit.events import publish

MAX_CAPACITY = 999


@command
def install_group(key: str, name: dict[str, str], *, is_default: bool = False) -> None:
    """Make the group where it is missing; a shop's own name for it stays."""
    row = insert(AgentGroup).values(key=key, name=name, is_default=is_default)
    db.session.execute(row.on_conflict_do_nothing())


@command
def set_availability(user: User, availability: Availability, *, actor: User, now: datetime) -> None:
    """Take new work, or not. Agents set their own, leads anybody's. Raises NotAllowed."""
    if not user.is_agent or not (actor.id == user.id or actor.is_lead):
        raise NotAllowed("set_availability", user.id)
    state = _state(user, now)
    before, state.availability, state.changed_at = state.availability, availability, now
    if before is not availability:
        publish(AvailabilityChanged(user_id=user.id, before=before, after=availability, at=now, actor_id=actor.id))


@command
def set_capacity(user: User, capacity: int, *, actor: User, now: datetime) -> None:
    """How many open tickets the agent looks after at once. Raises NotAllowed, RuleViolation(capacity)."""
    if not user.is_agent or not actor.is_lead:
        raise NotAllowed("set_capacity", user.id)
    if not 0 <= capacity <= MAX_CAPACITY:
        raise RuleViolation("capacity", "Enter a number from 0 to 999.", field="capacity")
    state = _state(user, now)
    state.capacity, state.changed_at = capacity, now


@command
def set_members(group: AgentGroup, user_ids: Iterable[int], *, actor: User | None) -> None:
    """Let exactly these agents belong to the group; None is the installation itself. Raises NotAllowed."""
    if actor is not None and not actor.is_lead:
        raise NotAllowed("set_members", group.key)
    db.session.execute(delete(GroupMember).where(GroupMember.group_id == group.id))
    db.session.add_all(GroupMember(group_id=group.id, user_id=user_id) for user_id in dict.fromkeys(user_ids))


def _state(user: User, now: datetime) -> AgentState:
    row = insert(AgentState).values(user_id=user.id, changed_at=now, availability=Availability.AVAILABLE)
    db.session.execute(row.on_conflict_do_nothing())
    return db.session.get_one(AgentState, user.id, with_for_update=True, populate_existing=True)
