"""What live uses left of the pieces and the budgets of promotions."""

from collections.abc import Sequence

from sqlalchemy import func, select

from kit.db import db
from storefront.promotions.models import Campaign, Promotion, PromotionUse
from storefront.promotions.rules import Offer


class Supplies:
    """What live uses left of the pieces and budgets of some promotions, counted at once."""

    def __init__(self, promotions: Sequence[Promotion]) -> None:
        self._units = units_used([one.id for one in promotions if one.units_limit is not None])
        campaigns = {one.campaign_id for one in promotions if one.campaign_id is not None}
        self._budgets = budgets_left(sorted(campaigns))

    def offer(self, promotion: Promotion, coupon_id: int | None = None) -> Offer:
        """A stored promotion as the value that the rules take."""
        limit = promotion.units_limit
        return offer(
            promotion,
            coupon_id,
            units_left=None if limit is None else max(limit - self._units.get(promotion.id, 0), 0),
            budget_left_minor=self._budgets.get(promotion.campaign_id or 0),
        )


def units_used(promotion_ids: Sequence[int]) -> dict[int, int]:
    """Pieces sold at the flash prices of these promotions, from live uses."""
    if not promotion_ids:
        return {}
    live = PromotionUse.promotion_id.in_(promotion_ids), PromotionUse.is_live
    summed = select(PromotionUse.promotion_id, func.sum(PromotionUse.units)).where(*live).group_by(PromotionUse.promotion_id)
    return {promotion_id: int(units) for promotion_id, units in db.session.execute(summed)}


def spent(campaign_ids: Sequence[int]) -> dict[int, int]:
    """What these campaigns' discounts come to in minor units, from live uses."""
    if not campaign_ids:
        return {}
    summed = select(Promotion.campaign_id, func.sum(PromotionUse.amount_minor)).join(
        Promotion, Promotion.id == PromotionUse.promotion_id
    )
    rows = summed.where(Promotion.campaign_id.in_(campaign_ids), PromotionUse.is_live).group_by(Promotion.campaign_id)
    return {campaign_id: int(amount) for campaign_id, amount in db.session.execute(rows) if campaign_id is not None}


def budgets_left(campaign_ids: Sequence[int]) -> dict[int, int]:
    """What is left of these campaigns' budgets in minor units, from live uses; campaigns without a budget are left out."""
    if not campaign_ids:
        return {}
    rows = db.session.execute(select(Campaign.id, Campaign.budget_minor).where(Campaign.id.in_(campaign_ids)))
    budgets = [(campaign_id, budget) for campaign_id, budget in rows if budget is not None]
    used = spent([campaign_id for campaign_id, _ in budgets])
    return {campaign_id: max(budget - used.get(campaign_id, 0), 0) for campaign_id, budget in budgets}


def offer(
    promotion: Promotion, coupon_id: int | None = None, *, units_left: int | None = None, budget_left_minor: int | None = None
) -> Offer:
    """A stored promotion as the value that the rules take, with what is left of it."""
    return Offer(
        promotion_id=promotion.id, coupon_id=coupon_id, name=promotion.name, kind=promotion.kind, benefit=promotion.benefit,
        value=promotion.value, threshold_minor=promotion.threshold_minor,
        tiers=tuple((least, value) for least, value in promotion.tiers), category_paths=tuple(promotion.category_paths),
        sku_ids=tuple(promotion.sku_ids), mode=promotion.return_mode, funding=promotion.funding,
        is_stackable=promotion.is_stackable, priority=promotion.priority, campaign_id=promotion.campaign_id,
        units_left=units_left, budget_left_minor=budget_left_minor,
    )  # fmt: skip
