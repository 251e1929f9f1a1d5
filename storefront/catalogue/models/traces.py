"""Where shelves and products used to be, and every change of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model


class OldAddress(Model):
    """An address that once led to a shelf or a product. It names the thing and not its next address, so redirects never chain."""

    __tablename__ = "old_address"
    __table_args__ = (CheckConstraint("(category_id IS NULL) <> (product_id IS NULL)", name="one_target"),)

    kind: Mapped[str] = mapped_column(primary_key=True)  # "category" | "product"
    slug: Mapped[str] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    since: Mapped[datetime]


class CatalogueChange(Model):
    """Who did what to a product or a shelf, and what it was before: `changes` is [{"field", "before", "after"}]."""

    __tablename__ = "catalogue_change"
    __table_args__ = (
        Index("ix_catalogue_change_product", "product_id", "id"),
        Index("ix_catalogue_change_category", "category_id", "id"),
        CheckConstraint("(category_id IS NULL) <> (product_id IS NULL)", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    action: Mapped[str]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None]
    at: Mapped[datetime]
