"""Making campaigns, promotions and coupons."""

from datetime import datetime
from typing import Any

from kit.db import command, db
from storefront.promotions import queries
from storefront.promotions.models import Campaign, Coupon, Promotion
from storefront.promotions.vocabulary import Benefit, PromotionKind

_TAIL = 4


@command
def create_campaign(
    name: dict[str, str], *, currency: str, starts_at: datetime, ends_at: datetime, budget_minor: int | None = None,
    limit_per_customer: int | None = None, note: str = "",
) -> Campaign:  # fmt: skip
    """Make a campaign; `budget_minor` bounds the discounts of all its promotions, None is without limit."""
    campaign = Campaign(
        name=name, currency=currency, starts_at=starts_at, ends_at=ends_at, budget_minor=budget_minor,
        limit_per_customer=limit_per_customer, note=note,
    )  # fmt: skip
    db.session.add(campaign)
    db.session.flush()
    return campaign


@command
def create_promotion(
    name: dict[str, str], kind: PromotionKind, benefit: Benefit, value: int, *, currency: str, starts_at: datetime, **terms: Any
) -> Promotion:
    """Make a promotion. `terms` are further columns of Promotion (threshold_minor, category_paths, return_mode, ends_at …)."""
    promotion = Promotion(name=name, kind=kind, benefit=benefit, value=value, currency=currency, starts_at=starts_at, **terms)
    db.session.add(promotion)
    db.session.flush()
    return promotion


@command
def create_coupon(
    promotion: Promotion, code: str, *, customer_id: int | None = None, is_public: bool = False, limit_total: int | None = 1,
    limit_per_customer: int | None = 1, expires_at: datetime | None = None, now: datetime | None = None,
) -> Coupon:  # fmt: skip
    """Make a code for a promotion; a limit of None means as often as anybody likes."""
    coupon = Coupon(
        promotion_id=promotion.id, code_hash=queries.code_hash(code), public_code=code if is_public else None,
        customer_id=customer_id, limit_total=limit_total, limit_per_customer=limit_per_customer, expires_at=expires_at,
        tail=code[-_TAIL:], made_at=now,
    )  # fmt: skip
    db.session.add(coupon)
    db.session.flush()
    return coupon
