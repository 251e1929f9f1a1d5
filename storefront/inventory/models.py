"""Stock per article and location, what is promised of it, and the movements that alone may change it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model
from storefront.inventory.vocabulary import MAIN, HoldStatus, MovementKind


class StockLevel(Model):
    """Counters of one article at one location. Available is `on_hand - allocated - held`; `held` is the sum of active holds."""

    __tablename__ = "stock_level"
    __table_args__ = (
        UniqueConstraint("sku_id", "location"),
        CheckConstraint("on_hand >= 0 AND allocated >= 0 AND held >= 0", name="not_negative"),
        CheckConstraint("quarantine >= 0 AND refurb >= 0 AND scrap_total >= 0", name="returned_not_negative"),
        CheckConstraint("allocated + held <= on_hand OR backorder", name="not_oversold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    location: Mapped[str] = mapped_column(default=MAIN)
    on_hand: Mapped[int] = mapped_column(default=0)
    allocated: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    quarantine: Mapped[int] = mapped_column(default=0)
    refurb: Mapped[int] = mapped_column(default=0)
    scrap_total: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int] = mapped_column(default=0)
    backorder: Mapped[bool] = mapped_column(default=False)

    @property
    def available(self) -> int:
        """Units that can still be promised."""
        return self.on_hand - self.allocated - self.held


class StockHold(Model):
    """Units promised to one order line: held until paid, then allocated, then shipped or given back."""

    __tablename__ = "stock_hold"
    __table_args__ = (CheckConstraint("quantity >= 0", name="quantity"),)

    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True, autoincrement=False)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"), index=True)
    location: Mapped[str] = mapped_column(default=MAIN)
    quantity: Mapped[int]
    status: Mapped[HoldStatus] = mapped_column(default=HoldStatus.ACTIVE)
    expires_at: Mapped[datetime | None]


class StockMovement(Model):
    """One change of stock, never altered. The `_change` columns say by how much each counter moved, so that every counter of
    a level is the sum over its movements (I9). `reference` names the cause and makes a repeat harmless."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        UniqueConstraint("reference", "kind"),
        CheckConstraint("quantity <> 0", name="quantity"),
        Index("ix_stock_movement_sku", "sku_id", "location", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    location: Mapped[str] = mapped_column(default=MAIN)
    kind: Mapped[MovementKind]
    quantity: Mapped[int]
    on_hand_change: Mapped[int] = mapped_column(default=0)
    allocated_change: Mapped[int] = mapped_column(default=0)
    quarantine_change: Mapped[int] = mapped_column(default=0)
    refurb_change: Mapped[int] = mapped_column(default=0)
    scrap_change: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None]
    at: Mapped[datetime]
