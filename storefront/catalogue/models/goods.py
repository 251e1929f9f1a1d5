"""Shelves, products and what of them is sold: categories, products, stock-keeping units."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from storefront.catalogue.vocabulary import MAX_DEPTH, DelistReason, ProductStatus

_SEARCHED = (
    "lower(coalesce(name->>'en', '') || ' ' || coalesce(name->>'zh', '') || ' ' || spu_no || ' ' || "
    "coalesce(summary->>'en', '') || ' ' || coalesce(summary->>'zh', ''))"
)


class Category(Model):
    """A shelf. `path` joins the slugs from the top ("home/coffee-tea/brewing"); at most three levels."""

    __tablename__ = "category"
    __table_args__ = (
        CheckConstraint(f"depth BETWEEN 1 AND {MAX_DEPTH}", name="depth"),
        Index("ix_category_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str] = mapped_column(unique=True)
    depth: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[dict[str, str]]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class Product(Model):
    """What the shop tells about an article. `picture` names the first of `pictures`; `flags` are read by the return policy.

    `price_from_minor` and `sold_count` are derived columns that the listing sorts by."""

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_shelf", "category_id", "status"),
        Index("ix_product_popular", "sold_count", "id", postgresql_where="status = 'on_shelf'"),
        Index("uq_product_origin", "origin", "origin_id", unique=True, postgresql_where="origin IS NOT NULL"),
        Index("ix_product_price", "price_from_minor", "id", postgresql_where="status = 'on_shelf'"),
        Index("ix_product_document", "document", postgresql_using="gin"),
        Index("ix_product_planned", "shelf_at", postgresql_where="status = 'approved' AND shelf_at IS NOT NULL"),
        CheckConstraint("rating_count >= 0 AND rating_sum BETWEEN rating_count AND 5 * rating_count", name="rating"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    spu_no: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    name: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    selling_points: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    specification: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{"name": {en, zh}, "value": {en, zh}}]
    care: Mapped[dict[str, str]] = mapped_column(default=dict)
    tags: Mapped[list[str]] = mapped_column(default=list)
    flags: Mapped[list[str]] = mapped_column(default=list)
    picture: Mapped[str] = mapped_column(default="")
    pictures: Mapped[list[str]] = mapped_column(default=list)
    status: Mapped[ProductStatus] = mapped_column(default=ProductStatus.DRAFT)
    delist_reason: Mapped[DelistReason | None]
    delist_note: Mapped[str] = mapped_column(default="", server_default="")
    submitted_by: Mapped[int | None]
    approved_by: Mapped[int | None]
    shelf_at: Mapped[datetime | None]  # planned; `on_shelf_at` is when it happened
    on_shelf_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    price_from_minor: Mapped[int] = mapped_column(default=0)
    compare_at_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    sold_count: Mapped[int] = mapped_column(default=0)
    rating_sum: Mapped[int] = mapped_column(default=0)
    rating_count: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str] = mapped_column(Computed(_SEARCHED, persisted=True))
    document: Mapped[Any] = mapped_column(TSVECTOR, nullable=True, deferred=True)  # words and pairs of CJK characters
    origin: Mapped[str | None]
    origin_id: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    skus: Mapped[list["Sku"]] = relationship(back_populates="product", lazy="raise_on_sql", order_by="Sku.position, Sku.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def rating(self) -> float:
        """Mean stars, 0.0 without reviews."""
        return self.rating_sum / self.rating_count if self.rating_count else 0.0


class Sku(Model):
    """One article one can put into the bag. `options` is {"colour": {"name": {en, zh}, "value": {en, zh}}}; `option_key`
    spells the chosen values ("colour=sand,size=m") and is unique in the product."""

    __tablename__ = "sku"
    __table_args__ = (
        UniqueConstraint("product_id", "option_key"),
        CheckConstraint("price_minor >= 0 AND (compare_at_minor IS NULL OR compare_at_minor >= price_minor)", name="price"),
        CheckConstraint("tax_rate_bp BETWEEN 0 AND 10000 AND weight_g >= 0 AND warranty_days >= 0", name="measures"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sku_no: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    option_key: Mapped[str] = mapped_column(default="")
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    price_minor: Mapped[int]
    compare_at_minor: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    tax_rate_bp: Mapped[int] = mapped_column(default=0)
    tax_included: Mapped[bool] = mapped_column(default=True)
    warranty_days: Mapped[int] = mapped_column(default=0)
    weight_g: Mapped[int] = mapped_column(default=0)
    is_serial_tracked: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    product: Mapped[Product] = relationship(back_populates="skus", lazy="raise_on_sql")


class Banner(Model):
    """The large picture with words on top of the front page; the newest running one is shown. It leads to a product."""

    __tablename__ = "banner"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    button: Mapped[dict[str, str]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(default="")
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    product: Mapped[Product] = relationship(lazy="raise_on_sql")
