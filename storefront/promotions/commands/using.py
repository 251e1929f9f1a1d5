"""Using promotions and coupons for an order, and giving the uses back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from kit.db import command, db
from kit.errors import RuleViolation
from storefront.promotions import queries
from storefront.promotions.models import Campaign, Coupon, CouponUse, Promotion, PromotionUse
from storefront.promotions.rules import Offer
from storefront.promotions.vocabulary import RestoreOn

_COUPON_GONE = "This coupon is used up or no longer valid. Remove it to go on."
_OFFER_GONE = "An offer in your order ended while you were ordering. Look at the new total and confirm again."


@dataclass(frozen=True)
class Taking:
    """What an order takes of an offer: minor units off, and pieces at a flash price."""

    offer: Offer
    amount_minor: int
    units: int = 0


@command
def use(takings: Sequence[Taking], order_id: int, customer_id: int, *, now: datetime) -> None:
    """Record what an order takes. Campaigns, promotions and coupons that have a limit are locked, in this order and by id, and
    counted anew, so that a limit holds whoever comes at the same instant.

    Raises RuleViolation: coupon_gone, promotion_gone when somebody took the last of it meanwhile."""
    taken = [one for one in takings if one.offer.promotion_id is not None]
    campaigns, promotions, coupons = _locked(taken)
    for one in taken:
        row = PromotionUse(
            promotion_id=one.offer.promotion_id, order_id=order_id, customer_id=customer_id, amount_minor=one.amount_minor,
            units=one.units, used_at=now,
        )  # fmt: skip
        db.session.add(row)
    if any(not queries.has_uses_left(coupon, customer_id) for coupon in coupons):
        raise RuleViolation("coupon_gone", _COUPON_GONE, field="coupon")
    db.session.add_all(
        CouponUse(coupon_id=coupon.id, order_id=order_id, customer_id=customer_id, used_at=now) for coupon in coupons
    )
    db.session.flush()
    _check_supplies(campaigns, promotions)


@command
def give_back(order_id: int, *, now: datetime) -> None:
    """The order fell through: budgets and pieces are free again, and its coupons may be used again where their promotion says so
    (R13). Safe to repeat."""
    restorable = select(Coupon.id).join(Promotion).where(Promotion.restore_on == RestoreOn.FULL_CANCEL)
    mine = CouponUse.order_id == order_id, CouponUse.is_live, CouponUse.coupon_id.in_(restorable)
    unsynchronised = {"synchronize_session": False}
    db.session.execute(update(CouponUse).where(*mine).values(is_live=False, given_back_at=now), execution_options=unsynchronised)
    taken = update(PromotionUse).where(PromotionUse.order_id == order_id, PromotionUse.is_live).values(is_live=False)
    db.session.execute(taken, execution_options=unsynchronised)


def _locked(taken: Sequence[Taking]) -> tuple[list[Campaign], list[Promotion], list[Coupon]]:
    """What has a limit, locked; promotions and campaigns without one are only read, so that orders do not wait for each other.
    `key_share` lets the foreign keys of other orders' rows pass; a full lock would wait for them while they wait for it."""
    limited = [one.offer for one in taken if one.offer.budget_left_minor is not None or one.offer.coupon_id is not None]
    campaign_ids = {offer.campaign_id for offer in limited if offer.campaign_id is not None}
    flash = {one.offer.promotion_id for one in taken if one.offer.units_left is not None}
    coupon_ids = {one.offer.coupon_id for one in taken if one.offer.coupon_id is not None}
    fresh = {"populate_existing": True}
    campaigns = select(Campaign).where(Campaign.id.in_(campaign_ids)).order_by(Campaign.id).with_for_update(key_share=True)
    promotions = select(Promotion).where(Promotion.id.in_(flash)).order_by(Promotion.id).with_for_update(key_share=True)
    coupons = select(Coupon).where(Coupon.id.in_(coupon_ids)).order_by(Coupon.id).with_for_update(key_share=True)
    found = (
        list(db.session.scalars(campaigns, execution_options=fresh)) if campaign_ids else [],
        list(db.session.scalars(promotions, execution_options=fresh)) if flash else [],
        list(db.session.scalars(coupons, execution_options=fresh)) if coupon_ids else [],
    )
    queries.load_campaigns(found[2])
    return found


def _check_supplies(campaigns: Sequence[Campaign], promotions: Sequence[Promotion]) -> None:
    """Raises RuleViolation("promotion_gone") when more was taken than there is."""
    used = queries.units_used([one.id for one in promotions])
    spent = queries.spent([one.id for one in campaigns])
    over_units = any(used.get(one.id, 0) > (one.units_limit or 0) for one in promotions if one.units_limit is not None)
    over_budget = any(spent.get(one.id, 0) > one.budget_minor for one in campaigns if one.budget_minor is not None)
    if over_units or over_budget:
        raise RuleViolation("promotion_gone", _OFFER_GONE)
