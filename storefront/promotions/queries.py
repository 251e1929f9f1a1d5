"""Which offers a customer can have now."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from kit.db import db
from kit.encryption import blind_index
from kit.errors import RuleViolation
from storefront.promotions.models import Coupon, CouponUse, Promotion
from storefront.promotions.rules import Offer
from storefront.promotions.vocabulary import CouponStatus

_GONE = "This coupon is used up or no longer valid. Remove it to go on."


def offers(customer_id: int | None, level: str | None, code: str, *, currency: str, now: datetime) -> list[Offer]:
    """The open promotions for this customer, and the one that the coupon `code` opens.

    Raises RuleViolation (field "coupon"): coupon_unknown, coupon_gone."""
    running = (
        Promotion.is_active,
        Promotion.needs_coupon.is_(False),
        Promotion.currency == currency,
        Promotion.starts_at <= now,
        or_(Promotion.ends_at.is_(None), Promotion.ends_at > now),
    )
    found = [offer(promotion) for promotion in db.session.scalars(select(Promotion).where(*running)) if _is_for(promotion, level)]
    if code.strip():
        coupon = coupon_for(customer_id, code, now=now)
        if _is_for(coupon.promotion, level) and coupon.promotion.currency == currency:
            found.append(offer(coupon.promotion, coupon.id))
    return found


def coupon_for(customer_id: int | None, code: str, *, now: datetime) -> Coupon:
    """The coupon behind a code, if this customer may use it now. Raises RuleViolation: coupon_unknown, coupon_gone."""
    found = db.session.scalar(
        select(Coupon).where(Coupon.code_hash == code_hash(code)).options(joinedload(Coupon.promotion, innerjoin=True))
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
    """Counted from live uses, never from a counter (returns.md section 7)."""
    if coupon.limit_total is None and coupon.limit_per_customer is None:
        return True
    live = CouponUse.coupon_id == coupon.id, CouponUse.is_live
    mine = func.count().filter(CouponUse.customer_id == customer_id)
    total, own = db.session.execute(select(func.count(), mine).where(*live)).one()
    return (coupon.limit_total is None or total < coupon.limit_total) and (
        coupon.limit_per_customer is None or own < coupon.limit_per_customer
    )


def code_hash(code: str) -> str:
    """How a code is stored: letters in capitals, without spaces and hyphens, as a blind index."""
    return blind_index("coupon:" + "".join(c for c in code.upper() if c.isalnum()))


def offer(promotion: Promotion, coupon_id: int | None = None) -> Offer:
    """A stored promotion as the value that the rules take."""
    return Offer(
        promotion_id=promotion.id, coupon_id=coupon_id, name=promotion.name, kind=promotion.kind, benefit=promotion.benefit,
        value=promotion.value, threshold_minor=promotion.threshold_minor, category_paths=tuple(promotion.category_paths),
        sku_ids=tuple(promotion.sku_ids), mode=promotion.return_mode, funding=promotion.funding,
        is_stackable=promotion.is_stackable, priority=promotion.priority,
    )  # fmt: skip


def _is_for(promotion: Promotion, level: str | None) -> bool:
    return not promotion.level_keys or level in promotion.level_keys
