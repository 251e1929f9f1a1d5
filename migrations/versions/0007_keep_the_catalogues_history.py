"""keep the catalogue's history"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storefront.catalogue.rules.texts import document_of

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tag")),
    )
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(category_id IS NULL) <> (product_id IS NULL)", name=op.f("ck_catalogue_change_one_subject")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_catalogue_change_category_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_catalogue_change_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
    )
    op.create_index("ix_catalogue_change_category", "catalogue_change", ["category_id", "id"], unique=False)
    op.create_index("ix_catalogue_change_product", "catalogue_change", ["product_id", "id"], unique=False)
    op.create_table(
        "old_address",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(category_id IS NULL) <> (product_id IS NULL)", name=op.f("ck_old_address_one_target")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_old_address_category_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_old_address_product_id")),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_old_address")),
    )
    op.create_index(op.f("ix_old_address_category_id"), "old_address", ["category_id"], unique=False)
    op.create_index(op.f("ix_old_address_product_id"), "old_address", ["product_id"], unique=False)
    op.create_table(
        "product_picture",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("alt", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("small_id", sa.BigInteger(), nullable=True),
        sa.Column("medium_id", sa.BigInteger(), nullable=True),
        sa.Column("large_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["large_id"], ["upload.id"], name=op.f("fk_product_picture_large_id")),
        sa.ForeignKeyConstraint(["medium_id"], ["upload.id"], name=op.f("fk_product_picture_medium_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_picture_product_id")),
        sa.ForeignKeyConstraint(["small_id"], ["upload.id"], name=op.f("fk_product_picture_small_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_picture")),
        sa.UniqueConstraint("product_id", "key", name=op.f("uq_product_picture_product_id_key")),
    )
    op.create_index(op.f("ix_product_picture_key"), "product_picture", ["key"], unique=False)
    op.add_column("category", sa.Column("version", sa.BigInteger(), server_default="1", nullable=False))
    op.add_column("product", sa.Column("delist_note", sa.Text(), server_default="", nullable=False))
    op.add_column("product", sa.Column("submitted_by", sa.BigInteger(), nullable=True))
    op.add_column("product", sa.Column("approved_by", sa.BigInteger(), nullable=True))
    op.add_column("product", sa.Column("shelf_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("product", sa.Column("document", postgresql.TSVECTOR(), nullable=True))
    op.create_index("ix_product_document", "product", ["document"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_product_planned", "product", ["shelf_at"], unique=False, postgresql_where="status = 'approved' AND shelf_at IS NOT NULL"
    )
    _index_words()


def _index_words() -> None:
    """Products that are there already are found by their words, too."""
    connection = op.get_bind()
    told = "SELECT id, spu_no, name, summary, selling_points FROM product"
    for row in connection.execute(sa.text(told)).all():
        document = document_of(row.spu_no, [row.name, row.summary, *row.selling_points])
        connection.execute(
            sa.text("UPDATE product SET document = CAST(:words AS tsvector) WHERE id = :id"), {"words": document, "id": row.id}
        )


def downgrade() -> None:
    op.drop_index("ix_product_planned", table_name="product", postgresql_where="status = 'approved' AND shelf_at IS NOT NULL")
    op.drop_index("ix_product_document", table_name="product", postgresql_using="gin")
    op.drop_column("product", "document")
    op.drop_column("product", "shelf_at")
    op.drop_column("product", "approved_by")
    op.drop_column("product", "submitted_by")
    op.drop_column("product", "delist_note")
    op.drop_column("category", "version")
    op.drop_index(op.f("ix_product_picture_key"), table_name="product_picture")
    op.drop_table("product_picture")
    op.drop_index(op.f("ix_old_address_product_id"), table_name="old_address")
    op.drop_index(op.f("ix_old_address_category_id"), table_name="old_address")
    op.drop_table("old_address")
    op.drop_index("ix_catalogue_change_product", table_name="catalogue_change")
    op.drop_index("ix_catalogue_change_category", table_name="catalogue_change")
    op.drop_table("catalogue_change")
    op.drop_table("tag")
