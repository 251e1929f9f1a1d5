"""The demo shop's promotions: a campaign with a code that everybody may know."""

from datetime import datetime, timedelta

from kit.db import command
from storefront.promotions import commands
from storefront.promotions.vocabulary import Benefit, PromotionKind

CODE = "LINDEN20"
CAMPAIGN = {"en": "Coffee weeks", "zh": "咖啡月"}
WELCOME = {"en": "Coffee weeks coupon", "zh": "咖啡月优惠券"}


@command
def offer(*, now: datetime) -> None:
    """20.00 off from 200.00 on and 60.00 off from 500.00 on with the code, once a customer, for thirty days from now."""
    ends_at = now + timedelta(days=30)
    campaign = commands.create_campaign(CAMPAIGN, currency="CNY", starts_at=now, ends_at=ends_at, budget_minor=500_000)
    promotion = commands.create_promotion(
        WELCOME, PromotionKind.ORDER, Benefit.AMOUNT_OFF, 2_000, currency="CNY", starts_at=now, ends_at=ends_at,
        threshold_minor=20_000, tiers=[[50_000, 6_000]], needs_coupon=True, campaign_id=campaign.id,
    )  # fmt: skip
    commands.create_coupon(promotion, CODE, is_public=True, limit_total=None, limit_per_customer=1, now=now)
