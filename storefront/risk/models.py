"""Checks of orders, and the points that each reason counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from storefront.orders.models import Order
from storefront.risk.vocabulary import CheckState, Reason


class RiskRule(Model):
    """How many points a reason counts, 0 for none, and from which figure on (minor units for an amount, else a count)."""

    __tablename__ = "risk_rule"
    __table_args__ = (CheckConstraint("points BETWEEN 0 AND 100 AND threshold >= 0", name="figures"),)

    reason: Mapped[Reason] = mapped_column(primary_key=True)
    points: Mapped[int]
    threshold: Mapped[int]


class OrderCheck(Model):
    """An order that was held, once per order. `findings` has, per reason, its points and the figure that was seen."""

    __tablename__ = "order_check"
    __table_args__ = (Index("ix_order_check_open", "id", postgresql_where="status = 'open'"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    status: Mapped[CheckState] = mapped_column(default=CheckState.OPEN)
    points: Mapped[int]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(default="")
    order: Mapped[Order] = relationship(lazy="raise_on_sql")
