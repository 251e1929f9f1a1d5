"""Which offers a customer can have now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from kit.db import db
from kit.encryption import blind_index
from kit.errors import RuleViolation
from storefront.members.models import MemberLevel
from storefront.promotions.models import Campaign, Coupon, CouponUse, Promotion
from storefront.promotions.queries.supplies import Supplies
from storefront.promotions.rules import Offer
from storefront.promotions.rules.benefits import benefits
from storefront.promotions.vocabulary import CouponStatus

_GONE = "This coupon is used up or no longer valid. Remove it to go on."
_OTHERS = "This coupon is for another member level. Remove it to go on."


def offers(customer_id: int | None, level: MemberLevel | None, code: str, *, currency: str, now: datetime) -> list[Offer]:
    """The open promotions for this customer, the benefits of the level, and what the coupon `code` opens.

    Raises RuleViolation (field "coupon"): coupon_unknown, coupon_gone, coupon_other_level."""
    running = (
        Promotion.is_active,
        Promotion.needs_coupon.is_(False),
        Promotion.currency == currency,
        Promotion.starts_at <= now,
        or_(Promotion.ends_at.is_(None), Promotion.ends_at > now),
    )
    key = level.key if level else None
    chosen: list[tuple[Promotion, int | None]] = [
        (one, None) for one in db.session.scalars(select(Promotion).where(*running)) if _is_for(one, key)
    ]
    if code.strip():
        coupon = coupon_for(customer_id, code, now=now)
        if not _is_for(coupon.promotion, key) or coupon.promotion.currency != currency:
            raise RuleViolation("coupon_other_level", _OTHERS, field="coupon")
        chosen.append((coupon.promotion, coupon.id))
    supplies = Supplies([promotion for promotion, _ in chosen])
    found = [supplies.offer(promotion, coupon_id) for promotion, coupon_id in chosen]
    return found + (benefits(level.name, level.discount_bp, level.perks) if level else [])


def load_campaigns(coupons: Sequence[Coupon]) -> None:
    """Bring the promotions of these coupons and their campaigns, as `has_uses_left` needs them."""
    ids = [coupon.id for coupon in coupons]
    if ids:
        whole = joinedload(Coupon.promotion, innerjoin=True).joinedload(Promotion.campaign)
        db.session.scalars(
            select(Coupon).where(Coupon.id.in_(ids)).options(whole), execution_options={"populate_existing": True}
        ).all()


def coupon_for(customer_id: int | None, code: str, *, now: datetime) -> Coupon:
    """The coupon behind a code, if this customer may use it now. Raises RuleViolation: coupon_unknown, coupon_gone."""
    found = db.session.scalar(
        select(Coupon)
        .where(Coupon.code_hash == code_hash(code))
        .options(joinedload(Coupon.promotion, innerjoin=True).joinedload(Promotion.campaign))
    )
    if found is None or found.customer_id not in (None, customer_id):
        raise RuleViolation("coupon_unknown", "We do not know this coupon. Check the code, or remove it.", field="coupon")
    promotion = found.promotion
    ends = [end for end in (found.expires_at, promotion.ends_at) if end is not None]
    is_running = promotion.is_active and promotion.starts_at <= now and all(end > now for end in ends)
    if found.status is not CouponStatus.ACTIVE or not is_running or not has_uses_left(found, customer_id):
        raise RuleViolation("coupon_gone", _GONE, field="coupon")
    return found


def has_uses_left(coupon: Coupon, customer_id: int | None) -> bool:
    """Counted from live uses, never from a counter (returns.md section 7): of the code in all, of the code by this customer, and
    of every code of its campaign by this customer. `coupon` comes with its promotion and the campaign of that."""
    if coupon.limit_total is not None or coupon.limit_per_customer is not None:
        live = CouponUse.coupon_id == coupon.id, CouponUse.is_live
        mine = func.count().filter(CouponUse.customer_id == customer_id)
        total, own = db.session.execute(select(func.count(), mine).where(*live)).one()
        if coupon.limit_total is not None and total >= coupon.limit_total:
            return False
        if coupon.limit_per_customer is not None and own >= coupon.limit_per_customer:
            return False
    campaign = coupon.promotion.campaign
    return (
        campaign is None or campaign.limit_per_customer is None or _orders_in(campaign, customer_id) < campaign.limit_per_customer
    )


def _orders_in(campaign: Campaign, customer_id: int | None) -> int:
    """With how many orders a customer took part in a campaign by coupons."""
    counted = select(func.count(CouponUse.order_id.distinct())).join(Coupon).join(Promotion)
    mine = Promotion.campaign_id == campaign.id, CouponUse.customer_id == customer_id, CouponUse.is_live
    return db.session.scalar(counted.where(*mine)) or 0


def code_hash(code: str) -> str:
    """How a code is stored: letters in capitals, without spaces and hyphens, as a blind index."""
    return blind_index("coupon:" + "".join(c for c in code.upper() if c.isalnum()))


def _is_for(promotion: Promotion, level: str | None) -> bool:
    return not promotion.level_keys or level in promotion.level_keys
