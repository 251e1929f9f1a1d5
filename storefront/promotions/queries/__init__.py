"""What there is of promotions: for customers at the checkout, and for the people who run them."""

from storefront.promotions.queries.offering import code_hash, coupon_for, has_uses_left, load_campaigns, offers
from storefront.promotions.queries.supplies import Supplies, budgets_left, offer, spent, units_used

__all__ = [
    "Supplies",
    "budgets_left",
    "code_hash",
    "coupon_for",
    "has_uses_left",
    "load_campaigns",
    "offer",
    "offers",
    "spent",
    "units_used",
]
