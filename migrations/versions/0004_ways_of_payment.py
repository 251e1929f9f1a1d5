"""Ways of payment that people settle: bank entries, prepaid cards, settings, money no longer taken at the door."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "payment_provider_setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("limit_minor", sa.BigInteger(), nullable=True),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("limit_minor IS NULL OR limit_minor > 0", name=op.f("ck_payment_provider_setting_limit")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_payment_provider_setting")),
    )
    op.create_table(
        "prepaid_card",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("redeemed_by", sa.BigInteger(), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_prepaid_card_amount")),
        sa.CheckConstraint("(redeemed_by IS NULL) = (redeemed_at IS NULL)", name=op.f("ck_prepaid_card_redeemed")),
        sa.ForeignKeyConstraint(["issued_by"], ["users.id"], name=op.f("fk_prepaid_card_issued_by")),
        sa.ForeignKeyConstraint(["redeemed_by"], ["users.id"], name=op.f("fk_prepaid_card_redeemed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepaid_card")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_prepaid_card_code_hash")),
    )
    op.create_index(op.f("ix_prepaid_card_redeemed_by"), "prepaid_card", ["redeemed_by"])
    op.create_table(
        "bank_entry",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payer", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_entry_amount")),
        sa.CheckConstraint("(status = 'matched') = (payment_id IS NOT NULL)", name=op.f("ck_bank_entry_matched")),
        sa.ForeignKeyConstraint(["handled_by"], ["users.id"], name=op.f("fk_bank_entry_handled_by")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_bank_entry_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_bank_entry_reference")),
    )
    op.create_index("ix_bank_entry_open", "bank_entry", ["id"], postgresql_where="status = 'open'")
    op.create_index("ix_bank_entry_payment", "bank_entry", ["payment_id"], postgresql_where="payment_id IS NOT NULL")
    op.add_column("payment", sa.Column("waived_minor", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column("payment", "waived_minor", server_default=None)
    op.drop_constraint(op.f("ck_payment_captured"), "payment", type_="check")
    op.create_check_constraint(
        op.f("ck_payment_captured"), "payment", "amount_minor >= 0 AND captured_minor >= 0 AND waived_minor >= 0"
    )
    op.create_check_constraint(op.f("ck_payment_never_more_than_owed"), "payment", "captured_minor + waived_minor <= amount_minor")
    op.drop_index("ix_payment_open", table_name="payment")
    op.create_index("ix_payment_open", "payment", ["next_query_at"], postgresql_where="next_query_at IS NOT NULL")


def downgrade() -> None:
    op.drop_index("ix_payment_open", table_name="payment")
    op.create_index("ix_payment_open", "payment", ["next_query_at"], postgresql_where="status = 'pending'")
    op.drop_constraint(op.f("ck_payment_never_more_than_owed"), "payment", type_="check")
    op.drop_constraint(op.f("ck_payment_captured"), "payment", type_="check")
    op.create_check_constraint(
        op.f("ck_payment_captured"), "payment", "amount_minor >= 0 AND captured_minor BETWEEN 0 AND amount_minor"
    )
    op.drop_column("payment", "waived_minor")
    op.drop_table("bank_entry")
    op.drop_table("prepaid_card")
    op.drop_table("payment_provider_setting")
