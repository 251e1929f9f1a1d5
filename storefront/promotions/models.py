"""Promotions, the coupons that open them, and their live uses."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from storefront.promotions.vocabulary import Benefit, CouponStatus, Funding, PromotionKind, RestoreOn, ReturnMode


class Campaign(Model):
    """Promotions that belong together: one period in the reports, one budget of discounts in minor units, one limit of orders
    per customer. `closed_at` is when its summary was fixed; the figures are counted from the frozen shares of its orders."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("budget_minor IS NULL OR budget_minor >= 0", name="budget"),
        CheckConstraint("starts_at < ends_at", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    currency: Mapped[str] = mapped_column(String(3))
    budget_minor: Mapped[int | None]
    limit_per_customer: Mapped[int | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class Promotion(Model):
    """A price benefit. `value` is minor units (amount_off, fixed_price per piece), basis points (percent_off) or 0 (free);
    `threshold_minor` is the least sum of the lines it is for. `tiers` are further steps of spend-and-save as pairs
    [threshold, value]; the highest that is reached counts. `category_paths`, `sku_ids` and `level_keys` narrow it where they are
    not empty. `units_limit` is the stock budget of a flash price, counted from live uses."""

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
    tiers: Mapped[list[Any]] = mapped_column(default=list)
    units_limit: Mapped[int | None]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
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
    campaign: Mapped[Campaign | None] = relationship(lazy="raise_on_sql")


class PromotionUse(Model):
    """What one order took of a promotion: `amount_minor` off, on `units` pieces of a flash price. Budgets are counted from live
    rows; a row is live until the order falls through."""

    __tablename__ = "promotion_use"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0 AND units >= 0", name="amounts"),
        Index("ix_promotion_use_live", "promotion_id", postgresql_where="is_live", postgresql_include=["amount_minor", "units"]),
        Index("ix_promotion_use_order", "order_id"),
    )

    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotion.id"), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    amount_minor: Mapped[int]
    units: Mapped[int] = mapped_column(default=0)
    is_live: Mapped[bool] = mapped_column(default=True)
    used_at: Mapped[datetime]


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
    tail: Mapped[str] = mapped_column(default="")  # the last characters of the code, so that people can tell codes apart
    made_at: Mapped[datetime | None]
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
