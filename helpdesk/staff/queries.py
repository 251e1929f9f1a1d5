"""Reading groups and what is known of agents."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from helpdesk.staff.models import AgentGroup, AgentState, GroupMember
from helpdesk.staff.vocabulary import DEFAULT_CAPACITY, Availability
from kit.accounts.models import User
from kit.accounts.vocabulary import AGENTS
from kit.db import db


@dataclass(frozen=True)
class Colleague:
    """One agent as lists and menus show them."""

    id: int
    name: str
    availability: Availability
    capacity: int


def default_group() -> Select[int]:
    """The id of the group that gets what nobody else was named for, as part of another statement."""
    return select(AgentGroup.id).where(AgentGroup.is_default)


def groups() -> list[AgentGroup]:
    return list(db.session.scalars(select(AgentGroup).order_by(AgentGroup.id)))


def groups_of(user_id: int) -> list[AgentGroup]:
    """The groups an agent belongs to."""
    stmt = select(AgentGroup).join(GroupMember, GroupMember.group_id == AgentGroup.id).where(GroupMember.user_id == user_id)
    return list(db.session.scalars(stmt.order_by(AgentGroup.id)))


def colleagues() -> list[Colleague]:
    """Everybody active who answers customers, by name."""
    stmt = (
        select(User.id, User.name, User.email, AgentState.availability, AgentState.capacity)
        .outerjoin(AgentState, AgentState.user_id == User.id)
        .where(User.role.in_(AGENTS), User.active)
        .order_by(User.name, User.id)
    )
    return [
        Colleague(row.id, row.name or row.email or "–", row.availability or Availability.AVAILABLE, _capacity(row.capacity))
        for row in db.session.execute(stmt)
    ]


def state_of(user_id: int) -> tuple[Availability, int]:
    """The agent's availability and capacity (open tickets at once)."""
    row = db.session.execute(select(AgentState.availability, AgentState.capacity).where(AgentState.user_id == user_id)).first()
    return (row.availability, row.capacity) if row else (Availability.AVAILABLE, DEFAULT_CAPACITY)


def _capacity(stored: int | None) -> int:
    return DEFAULT_CAPACITY if stored is None else stored
