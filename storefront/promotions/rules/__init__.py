"""Which promotions apply to a basket, how they fall on its lines (R1, R6), and what would be needed for the others."""

from storefront.promotions.rules.applying import Judged, apply, judge, waived_freight
from storefront.promotions.rules.offers import Applied, Item, Near, Offer, covers, reached, worth_telling
from storefront.promotions.rules.terms import state_of

__all__ = [
    "Applied",
    "Item",
    "Judged",
    "Near",
    "Offer",
    "apply",
    "covers",
    "judge",
    "reached",
    "state_of",
    "waived_freight",
    "worth_telling",
]
