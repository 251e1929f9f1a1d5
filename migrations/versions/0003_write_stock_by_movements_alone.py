"""write stock by movements alone"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


MOVEMENTS_APPLY = """
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

ONLY_MOVEMENTS = """
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


def upgrade() -> None:
    op.add_column("stock_level", sa.Column("low_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_stock_level_watched", "stock_level", ["id"], unique=False, postgresql_where="threshold > 0 OR low_since IS NOT NULL"
    )
    op.add_column(
        "stock_movement",
        sa.Column(
            "reason",
            sa.Enum(
                "received",
                "counted",
                "found",
                "damaged",
                "lost",
                "expired",
                "sample",
                "set_aside",
                "restocked",
                "sent_to_refurbish",
                "refurbished",
                "returned_to_vendor",
                "scrapped",
                "donated",
                name="booking",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.create_index("ix_stock_movement_sent", "stock_movement", ["at", "sku_id"], unique=False, postgresql_where="kind = 'shipped'")
    op.create_check_constraint(op.f("ck_stock_level_threshold"), "stock_level", "threshold >= 0")
    op.execute(MOVEMENTS_APPLY)
    op.execute(ONLY_MOVEMENTS)


def downgrade() -> None:
    for name in ("stock_movement_applies", "stock_movement_is_final", "stock_level_only_moves"):
        op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_constraint(op.f("ck_stock_level_threshold"), "stock_level", type_="check")
    op.drop_index("ix_stock_movement_sent", table_name="stock_movement", postgresql_where="kind = 'shipped'")
    op.drop_column("stock_movement", "reason")
    op.drop_index("ix_stock_level_watched", table_name="stock_level", postgresql_where="threshold > 0 OR low_since IS NOT NULL")
    op.drop_column("stock_level", "low_since")
