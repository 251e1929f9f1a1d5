"""What orders earn, when points end, and how members rose."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "member_level_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("growth", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_member_level_change_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_level_change")),
    )
    op.create_index("ix_member_level_change_user", "member_level_change", ["user_id", "id"], unique=False)
    op.create_table(
        "order_reward",
        sa.Column("order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("points >= 0", name=op.f("ck_order_reward_points")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_reward_order_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_order_reward_user_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_reward")),
    )
    op.create_index("ix_order_reward_due", "order_reward", ["release_at"], unique=False, postgresql_where="released_at IS NULL")
    op.create_index(op.f("ix_order_reward_user_id"), "order_reward", ["user_id"], unique=False)
    op.add_column("member_account_entry", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("member_account_entry", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("member_account_entry", sa.Column("actor_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_member_account_entry_actor_id"), "member_account_entry", "users", ["actor_id"], ["id"])
    op.alter_column("member_account_entry", "note", server_default=None)


def downgrade() -> None:
    op.drop_constraint(op.f("fk_member_account_entry_actor_id"), "member_account_entry", type_="foreignkey")
    op.drop_column("member_account_entry", "actor_id")
    op.drop_column("member_account_entry", "note")
    op.drop_column("member_account_entry", "expires_at")
    op.drop_index(op.f("ix_order_reward_user_id"), table_name="order_reward")
    op.drop_index("ix_order_reward_due", table_name="order_reward", postgresql_where="released_at IS NULL")
    op.drop_table("order_reward")
    op.drop_index("ix_member_level_change_user", table_name="member_level_change")
    op.drop_table("member_level_change")
