"""Making promotions and coupons, using coupons and giving them back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from kit.db import command, db, lock
from kit.errors import RuleViolation
from storefront.promotions import queries
from storefront.promotions.models import Coupon, CouponUse, Promotion
from storefront.promotions.vocabulary import Benefit, PromotionKind, RestoreOn


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
    limit_per_customer: int | None = 1, expires_at: datetime | None = None,
) -> Coupon:  # fmt: skip
    """Make a code for a promotion; a limit of None means as often as anybody likes."""
    coupon = Coupon(
        promotion_id=promotion.id, code_hash=queries.code_hash(code), public_code=code if is_public else None,
        customer_id=customer_id, limit_total=limit_total, limit_per_customer=limit_per_customer, expires_at=expires_at,
    )  # fmt: skip
    db.session.add(coupon)
    db.session.flush()
    return coupon


@command
def use_coupon(coupon_id: int, order_id: int, customer_id: int, *, now: datetime) -> None:
    """Take one use of a coupon for an order. Raises RuleViolation("coupon_gone") when somebody took the last one meanwhile."""
    coupon = lock(Coupon, coupon_id)
    if not queries.has_uses_left(coupon, customer_id):
        raise RuleViolation("coupon_gone", "This coupon is used up or no longer valid. Remove it to go on.", field="coupon")
    db.session.add(CouponUse(coupon_id=coupon_id, order_id=order_id, customer_id=customer_id, used_at=now))


@command
def give_back_coupons(order_id: int, *, now: datetime) -> None:
    """The order fell through: its coupons may be used again where their promotion says so (R13). Safe to repeat."""
    restorable = select(Coupon.id).join(Promotion).where(Promotion.restore_on == RestoreOn.FULL_CANCEL)
    mine = CouponUse.order_id == order_id, CouponUse.is_live, CouponUse.coupon_id.in_(restorable)
    db.session.execute(
        update(CouponUse).where(*mine).values(is_live=False, given_back_at=now), execution_options={"synchronize_session": False}
    )
