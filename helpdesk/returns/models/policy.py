"""Which rules applied when something was bought, and what they said to a request."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.returns.vocabulary import Outcome
from kit.db import Model


class PolicySnapshot(Model):
    """The pack that applied when an order line was placed; later changes of the policy change nothing for it (I22)."""

    __tablename__ = "policy_snapshot"

    order_line_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # opaque: the shop's
    version: Mapped[str]
    jurisdiction: Mapped[str]
    pack: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class PolicyDecision(Model):
    """What the policy answered for a line of a case, on which inputs; an override names who and why (I19)."""

    __tablename__ = "policy_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"), index=True)
    order_line_id: Mapped[int]
    policy_version: Mapped[str]
    outcome: Mapped[Outcome]
    rules: Mapped[list[dict[str, Any]]]  # [{"id", "text"}], the deciding one last
    inputs: Mapped[dict[str, Any]]
    deadline: Mapped[datetime | None]
    at: Mapped[datetime]
    overridden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    override_reason: Mapped[str] = mapped_column(default="")
