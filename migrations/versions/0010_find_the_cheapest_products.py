"""find the cheapest products"""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_product_price", "product", ["price_from_minor", "id"], postgresql_where="status = 'on_shelf'")


def downgrade() -> None:
    op.drop_index("ix_product_price", table_name="product")
