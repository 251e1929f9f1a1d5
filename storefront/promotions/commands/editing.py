"""Changing promotions and making codes for them; what orders froze stays as it is (I22)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kit.db import command, db, lock
from kit.errors import RuleViolation
from kit.events import publish
from storefront.events import CouponsMade, PromotionChanged
from storefront.promotions.commands.making import create_coupon
from storefront.promotions.models import Campaign, Promotion
from storefront.promotions.rules import terms as rules
from storefront.promotions.vocabulary import CODE_LENGTH, CODE_LETTERS, MOST_CODES, PromotionChange


@command
def save(promotion_id: int | None, terms: Mapping[str, Any], *, actor_id: int, now: datetime) -> Promotion:
    """Make a promotion of these terms (its columns by name), or give them to one that exists. Raises RuleViolation with the field:
    see `rules.terms.check`; NotFound."""
    rules.check(terms)
    if promotion_id is None:
        promotion = Promotion(**terms)
        db.session.add(promotion)
        db.session.flush()
        return _told(promotion, PromotionChange.MADE, [], actor_id, now)
    promotion = lock(Promotion, promotion_id)
    changed = [name for name, value in terms.items() if getattr(promotion, name) != value]
    for name in changed:
        setattr(promotion, name, terms[name])
    return _told(promotion, PromotionChange.CHANGED, changed, actor_id, now) if changed else promotion


@command
def switch(promotion_id: int, is_active: bool, *, actor_id: int, now: datetime) -> bool:
    """Stop a promotion or start it again. False when it was so already. Raises NotFound."""
    promotion = lock(Promotion, promotion_id)
    if promotion.is_active is is_active:
        return False
    promotion.is_active = is_active
    what = PromotionChange.STARTED if is_active else PromotionChange.STOPPED
    _told(promotion, what, ["is_active"], actor_id, now)
    return True


@command
def make_codes(
    promotion_id: int, number: int, *, limit_total: int | None = 1, limit_per_customer: int | None = 1,
    expires_at: datetime | None = None, actor_id: int, now: datetime,
) -> list[str]:  # fmt: skip
    """Make random codes for a promotion that needs one. They are returned this once: only their digests are kept.

    Raises RuleViolation: needs_no_coupon, bad_number; NotFound."""
    promotion = lock(Promotion, promotion_id)
    if not promotion.needs_coupon:
        raise RuleViolation("needs_no_coupon", "This promotion needs no coupon: everybody gets it.", field="number")
    if not 1 <= number <= MOST_CODES:
        raise RuleViolation("bad_number", "Make between 1 and 500 codes at once.", field="number")
    codes = ["".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(number)]
    for code in codes:
        create_coupon(
            promotion, code, limit_total=limit_total, limit_per_customer=limit_per_customer, expires_at=expires_at, now=now
        )
    publish(CouponsMade(promotion_id=promotion_id, number=number, actor_id=actor_id, at=now))
    return codes


@command
def save_campaign(campaign_id: int | None, terms: Mapping[str, Any], *, now: datetime) -> Campaign:
    """Make a campaign of these terms, or give them to one that exists. Raises RuleViolation("bad_period"), NotFound."""
    if terms["starts_at"] >= terms["ends_at"]:
        raise RuleViolation("bad_period", "The end must come after the beginning.", field="ends_at")
    campaign = lock(Campaign, campaign_id) if campaign_id is not None else Campaign()
    for name, value in terms.items():
        setattr(campaign, name, value)
    db.session.add(campaign)
    db.session.flush()
    return campaign


def _told(promotion: Promotion, what: PromotionChange, fields: list[str], actor_id: int, now: datetime) -> Promotion:
    publish(PromotionChanged(promotion_id=promotion.id, what=what.value, fields=fields, actor_id=actor_id, at=now))
    return promotion
