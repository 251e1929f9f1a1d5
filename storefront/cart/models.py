"""The bag, the ways of delivery, and the quote that a customer saw before ordering."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model


class Cart(Model):
    """A bag: a person's, or a guest's found by the digest of a token in the guest's session cookie."""

    __tablename__ = "cart"
    __table_args__ = (
        Index("uq_cart_user", "user_id", unique=True, postgresql_where="user_id IS NOT NULL"),
        CheckConstraint("user_id IS NOT NULL OR token_hash IS NOT NULL", name="owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    coupon_code: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]


class CartLine(Model):
    __tablename__ = "cart_line"
    __table_args__ = (UniqueConstraint("cart_id", "sku_id"), CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity"))

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    sku_id: Mapped[int] = mapped_column(ForeignKey("sku.id"))
    quantity: Mapped[int]
    added_at: Mapped[datetime]


class DeliveryMethod(Model):
    """A way of delivery with its price; free from `free_from_minor` on. `days` is how long it usually takes."""

    __tablename__ = "delivery_method"
    __table_args__ = (CheckConstraint("price_minor >= 0 AND days >= 0", name="measures"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    carrier: Mapped[str]
    price_minor: Mapped[int]
    free_from_minor: Mapped[int | None]
    tax_rate_bp: Mapped[int] = mapped_column(default=0)
    days: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class Quote(Model):
    """The prices a customer saw: `snapshot` has, per way of delivery, the price's fingerprint and the total in minor units.
    Placement prices again and refuses when the fingerprint changed meanwhile. `fingerprint` is of the whole snapshot."""

    __tablename__ = "quote"
    __table_args__ = (UniqueConstraint("cart_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    fingerprint: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime] = mapped_column(index=True)
