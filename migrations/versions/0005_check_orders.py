"""Checks of orders, and the points of each reason."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "risk_rule",
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100 AND threshold >= 0", name=op.f("ck_risk_rule_figures")),
        sa.PrimaryKeyConstraint("reason", name=op.f("pk_risk_rule")),
    )
    op.create_table(
        "order_check",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_order_check_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_check_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_check")),
        sa.UniqueConstraint("order_id", name=op.f("uq_order_check_order_id")),
    )
    op.create_index("ix_order_check_open", "order_check", ["id"], postgresql_where="status = 'open'")


def downgrade() -> None:
    op.drop_table("order_check")
    op.drop_table("risk_rule")
