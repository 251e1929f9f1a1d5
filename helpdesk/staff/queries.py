"""Reading groups and what is known of agents."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

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
    return read_colleagues(db.session.scalar(colleagues_part()))


def colleagues_part() -> Select[Any]:
    """The colleagues as one JSON value, so that another statement can bring them along (see `read_colleagues`)."""
    one = func.json_build_array(
        User.id, func.coalesce(func.nullif(User.name, ""), User.email, "–"),
        func.coalesce(AgentState.availability, literal_column(f"'{Availability.AVAILABLE}'")),
        func.coalesce(AgentState.capacity, DEFAULT_CAPACITY),
    )  # fmt: skip
    by_name = aggregate_order_by(one, User.name, User.id)
    joined = select(func.json_agg(by_name)).select_from(User).outerjoin(AgentState, AgentState.user_id == User.id)
    return joined.where(User.role.in_(AGENTS), User.active)


def read_colleagues(found: list[list[Any]] | None) -> list[Colleague]:
    """What `colleagues_part` brought."""
    return [Colleague(user_id, name, Availability(state), capacity) for user_id, name, state, capacity in found or ()]


def state_of(user_id: int) -> tuple[Availability, int]:
    """The agent's availability and capacity (open tickets at once)."""
    row = db.session.execute(select(AgentState.availability, AgentState.capacity).where(AgentState.user_id == user_id)).first()
    return (row.availability, row.capacity) if row else (Availability.AVAILABLE, DEFAULT_CAPACITY)
