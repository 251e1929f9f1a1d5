"""Campaigns with budgets, steps of spend-and-save, flash prices, and what each order took of a promotion."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TAKEN_BEFORE = """
INSERT INTO promotion_use (promotion_id, order_id, customer_id, amount_minor, units, is_live, used_at)
SELECT taken.promotion_id, taken.order_id, orders.customer_id, sum(taken.amount_minor), 0,
       bool_and(orders.status <> 'closed' OR orders.close_reason = 'refunded'), min(orders.placed_at)
FROM order_discount AS taken JOIN orders ON orders.id = taken.order_id
WHERE taken.promotion_id IS NOT NULL
GROUP BY taken.promotion_id, taken.order_id, orders.customer_id
"""


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("limit_per_customer", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("budget_minor IS NULL OR budget_minor >= 0", name=op.f("ck_campaign_budget")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_campaign_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_table(
        "promotion_use",
        sa.Column("promotion_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor >= 0 AND units >= 0", name=op.f("ck_promotion_use_amounts")),
        sa.ForeignKeyConstraint(["customer_id"], ["users.id"], name=op.f("fk_promotion_use_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_promotion_use_order_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_promotion_use_promotion_id")),
        sa.PrimaryKeyConstraint("promotion_id", "order_id", name=op.f("pk_promotion_use")),
    )
    op.create_index(
        "ix_promotion_use_live",
        "promotion_use",
        ["promotion_id"],
        unique=False,
        postgresql_where="is_live",
        postgresql_include=["amount_minor", "units"],
    )
    op.create_index("ix_promotion_use_order", "promotion_use", ["order_id"], unique=False)
    op.add_column("coupon", sa.Column("tail", sa.Text(), nullable=False, server_default=""))
    op.add_column("coupon", sa.Column("made_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("promotion", sa.Column("tiers", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]"))
    op.add_column("promotion", sa.Column("units_limit", sa.BigInteger(), nullable=True))
    op.add_column("promotion", sa.Column("campaign_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_promotion_campaign_id"), "promotion", ["campaign_id"], unique=False)
    op.create_foreign_key(op.f("fk_promotion_campaign_id"), "promotion", "campaign", ["campaign_id"], ["id"])
    op.alter_column("coupon", "tail", server_default=None)
    op.alter_column("promotion", "tiers", server_default=None)
    op.execute(TAKEN_BEFORE)


def downgrade() -> None:
    op.drop_constraint(op.f("fk_promotion_campaign_id"), "promotion", type_="foreignkey")
    op.drop_index(op.f("ix_promotion_campaign_id"), table_name="promotion")
    op.drop_column("promotion", "campaign_id")
    op.drop_column("promotion", "units_limit")
    op.drop_column("promotion", "tiers")
    op.drop_column("coupon", "made_at")
    op.drop_column("coupon", "tail")
    op.drop_index("ix_promotion_use_order", table_name="promotion_use")
    op.drop_index(
        "ix_promotion_use_live",
        table_name="promotion_use",
        postgresql_where="is_live",
        postgresql_include=["amount_minor", "units"],
    )
    op.drop_table("promotion_use")
    op.drop_table("campaign")
