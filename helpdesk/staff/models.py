"""Tables of staff: groups, who is in them, and what is known of each agent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.staff.vocabulary import DEFAULT_CAPACITY, Availability
from kit.db import Model


class AgentGroup(Model):
    """A team that tickets are routed to. One is the default."""

    __tablename__ = "agent_group"
    __table_args__ = (Index("uq_agent_group_default", "is_default", unique=True, postgresql_where="is_default"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[dict[str, str]]
    is_default: Mapped[bool] = mapped_column(default=False)


class GroupMember(Model):
    """An agent belongs to a group."""

    __tablename__ = "group_member"

    group_id: Mapped[int] = mapped_column(ForeignKey("agent_group.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class AgentState(Model):
    """Whether an agent takes new work, and how much. An agent without a row is available with the usual capacity."""

    __tablename__ = "agent_state"
    __table_args__ = (CheckConstraint("capacity >= 0", name="capacity"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    availability: Mapped[Availability] = mapped_column(default=Availability.AVAILABLE)
    capacity: Mapped[int] = mapped_column(default=DEFAULT_CAPACITY)
    changed_at: Mapped[datetime]
