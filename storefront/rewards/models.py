"""What an order earned."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model


class OrderReward(Model):
    """The points of one order: what its kept goods are worth now. Pending until `released_at`; `release_at` is the end of the
    after-sale window of the parcel that came last (R12)."""

    __tablename__ = "order_reward"
    __table_args__ = (
        CheckConstraint("points >= 0", name="points"),
        Index("ix_order_reward_due", "release_at", postgresql_where="released_at IS NULL"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    points: Mapped[int]
    release_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
