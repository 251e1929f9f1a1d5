"""Promotions, the coupons that open them, and their live uses."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from storefront.promotions.vocabulary import Benefit, CouponStatus, Funding, PromotionKind, RestoreOn, ReturnMode


class Promotion(Model):
    """A price benefit. `value` is minor units (amount_off), basis points (percent_off) or 0 (free); `threshold_minor` is the
    least sum of the lines it is for; `category_paths` and `level_keys` narrow it where they are not empty."""

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("value >= 0 AND (threshold_minor IS NULL OR threshold_minor >= 0)", name="value"),
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    kind: Mapped[PromotionKind]
    benefit: Mapped[Benefit]
    value: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    threshold_minor: Mapped[int | None]
    category_paths: Mapped[list[str]] = mapped_column(default=list)
    sku_ids: Mapped[list[int]] = mapped_column(default=list)
    level_keys: Mapped[list[str]] = mapped_column(default=list)
    funding: Mapped[Funding] = mapped_column(default=Funding.MERCHANT)
    return_mode: Mapped[ReturnMode] = mapped_column(default=ReturnMode.FROZEN)
    restore_on: Mapped[RestoreOn] = mapped_column(default=RestoreOn.FULL_CANCEL)
    is_stackable: Mapped[bool] = mapped_column(default=True)
    needs_coupon: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=100)  # the lowest is applied first
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class Coupon(Model):
    """A code that opens a promotion, perhaps for one customer only. The code itself is kept as a blind index; `public_code`
    is set when everybody may know it. Uses are counted from live rows, never from a counter."""

    __tablename__ = "coupon"

    id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    public_code: Mapped[str | None]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    status: Mapped[CouponStatus] = mapped_column(default=CouponStatus.ACTIVE)
    limit_total: Mapped[int | None]  # None: as often as anybody likes
    limit_per_customer: Mapped[int | None]
    expires_at: Mapped[datetime | None]
    promotion: Mapped[Promotion] = relationship(lazy="raise_on_sql")


class CouponUse(Model):
    """One order's use of a coupon; live until the order gives it back."""

    __tablename__ = "coupon_use"
    __table_args__ = (
        Index("uq_coupon_use_live", "coupon_id", "order_id", unique=True, postgresql_where="is_live"),
        Index("ix_coupon_use_order", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_live: Mapped[bool] = mapped_column(default=True)
    used_at: Mapped[datetime]
    given_back_at: Mapped[datetime | None]
