"""Stock per article and location, what is promised of it, and the movements that alone may change it."""

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model
from storefront.inventory.vocabulary import MAIN, Booking, HoldStatus, MovementKind


class StockLevel(Model):
    """Counters of one article at one location. Available is `on_hand - allocated - held`; `held` is the sum of active holds.

    All counters but `held` are written by movements alone: the database refuses anybody else. `low_since` is set while the
    article is at or below its threshold and the manager was told."""

    __tablename__ = "stock_level"
    __table_args__ = (
        UniqueConstraint("sku_id", "location"),
        CheckConstraint("on_hand >= 0 AND allocated >= 0 AND held >= 0", name="not_negative"),
        CheckConstraint("quarantine >= 0 AND refurb >= 0 AND scrap_total >= 0", name="returned_not_negative"),
        CheckConstraint("allocated + held <= on_hand OR backorder", name="not_oversold"),
        CheckConstraint("threshold >= 0", name="threshold"),
        Index("ix_stock_level_watched", "id", postgresql_where="threshold > 0 OR low_since IS NOT NULL"),
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
    low_since: Mapped[datetime | None]

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
        Index("ix_stock_movement_sent", "at", "sku_id", postgresql_where="kind = 'shipped'"),
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
    reason: Mapped[Booking | None]
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None]
    at: Mapped[datetime]


MOVEMENTS_APPLY = DDL(  # type: ignore[no-untyped-call]
    """
    CREATE OR REPLACE FUNCTION stock_movement_applies() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO stock_level (sku_id, location, on_hand, allocated, held, quarantine, refurb, scrap_total, threshold, backorder)
      VALUES (NEW.sku_id, NEW.location, 0, 0, 0, 0, 0, 0, 0, false) ON CONFLICT (sku_id, location) DO NOTHING;
      UPDATE stock_level SET on_hand = on_hand + NEW.on_hand_change, allocated = allocated + NEW.allocated_change,
        quarantine = quarantine + NEW.quarantine_change, refurb = refurb + NEW.refurb_change,
        scrap_total = scrap_total + NEW.scrap_change
      WHERE sku_id = NEW.sku_id AND location = NEW.location;
      RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION stock_movement_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('helpdesk.erasing', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
      RAISE EXCEPTION 'stock_movement is append-only';
    END $$;
    CREATE TRIGGER stock_movement_apply AFTER INSERT ON stock_movement
    FOR EACH ROW EXECUTE FUNCTION stock_movement_applies();
    CREATE TRIGGER stock_movement_guard BEFORE UPDATE OR DELETE ON stock_movement
    FOR EACH ROW EXECUTE FUNCTION stock_movement_is_final();
    """
)
ONLY_MOVEMENTS = DDL(  # type: ignore[no-untyped-call]
    """
    CREATE OR REPLACE FUNCTION stock_level_only_moves() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'the counters of stock_level change by movements only'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER stock_level_guard BEFORE UPDATE ON stock_level FOR EACH ROW
    WHEN ((OLD.on_hand, OLD.allocated, OLD.quarantine, OLD.refurb, OLD.scrap_total)
      IS DISTINCT FROM (NEW.on_hand, NEW.allocated, NEW.quarantine, NEW.refurb, NEW.scrap_total))
    EXECUTE FUNCTION stock_level_only_moves();
    CREATE TRIGGER stock_level_empty BEFORE INSERT ON stock_level FOR EACH ROW
    WHEN ((NEW.on_hand, NEW.allocated, NEW.quarantine, NEW.refurb, NEW.scrap_total) IS DISTINCT FROM (0, 0, 0, 0, 0))
    EXECUTE FUNCTION stock_level_only_moves();
    """
)
event.listen(StockMovement.__table__, "after_create", MOVEMENTS_APPLY)
event.listen(StockLevel.__table__, "after_create", ONLY_MOVEMENTS)
