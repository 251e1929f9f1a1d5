"""What a member's level brings at the checkout, as offers like any other."""

from typing import Any

from storefront.promotions.rules.offers import Offer
from storefront.promotions.vocabulary import Benefit, PromotionKind

FREE_SHIPPING = "free_shipping"
_LAST = 1_000  # after the shop's own promotions of the same kind


def benefits(name: dict[str, str], discount_bp: int, perks: dict[str, Any]) -> list[Offer]:
    """The member's price (basis points off every article) and free delivery, where the level has them."""
    found = []
    if discount_bp:
        found.append(_offer(name, "member price", "会员价", PromotionKind.ITEM, Benefit.PERCENT_OFF, discount_bp))
    if perks.get(FREE_SHIPPING):
        found.append(_offer(name, "free delivery", "免运费", PromotionKind.SHIPPING, Benefit.FREE, 0))
    return found


def _offer(level: dict[str, str], en: str, zh: str, kind: PromotionKind, benefit: Benefit, value: int) -> Offer:
    name = {"en": f"{level.get('en', '')}: {en}", "zh": f"{level.get('zh') or level.get('en', '')}{zh}"}
    return Offer(
        promotion_id=None, coupon_id=None, name=name, kind=kind, benefit=benefit, value=value, threshold_minor=None, priority=_LAST
    )
