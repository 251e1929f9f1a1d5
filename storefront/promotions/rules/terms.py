"""Which terms of a promotion make sense together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kit.errors import RuleViolation
from storefront.promotions.vocabulary import Benefit, PromotionKind, PromotionState

_WHOLE = 10_000  # basis points


def state_of(is_active: bool, starts_at: datetime, ends_at: datetime | None, now: datetime) -> PromotionState:
    """Where it stands at this instant."""
    if not is_active:
        return PromotionState.STOPPED
    if starts_at > now:
        return PromotionState.PLANNED
    return PromotionState.ENDED if ends_at is not None and ends_at <= now else PromotionState.RUNNING


def check(terms: Mapping[str, Any]) -> None:
    """Raises RuleViolation with the field at fault: benefit_kind, bad_percent, bad_period, flash_needs_articles, units_need_flash,
    tier_below."""
    kind, benefit, value = terms["kind"], terms["benefit"], terms["value"]
    only = {Benefit.FREE: PromotionKind.SHIPPING, Benefit.FIXED_PRICE: PromotionKind.ITEM}
    if benefit in only and kind is not only[benefit]:
        raise RuleViolation("benefit_kind", "Free is for the delivery, a flash price for articles.", field="benefit")
    if benefit is Benefit.PERCENT_OFF and not 0 < value <= _WHOLE:
        raise RuleViolation("bad_percent", "Enter a percentage above 0 and up to 100.", field="value")
    if benefit is Benefit.FIXED_PRICE and not terms.get("sku_ids"):
        raise RuleViolation("flash_needs_articles", "Name the articles that get the flash price.", field="articles")
    if terms.get("units_limit") is not None and benefit is not Benefit.FIXED_PRICE:
        raise RuleViolation("units_need_flash", "Only a flash price has a number of pieces.", field="units_limit")
    if terms.get("ends_at") is not None and terms["starts_at"] >= terms["ends_at"]:
        raise RuleViolation("bad_period", "The end must come after the beginning.", field="ends_at")
    if any(least <= (terms.get("threshold_minor") or 0) for least, _ in terms.get("tiers", ())):
        raise RuleViolation("tier_below", "Each further step needs a higher sum than the first.", field="tiers")
