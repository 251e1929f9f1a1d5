"""Making promotions, using them, and giving uses back."""

from storefront.promotions.commands.making import create_campaign, create_coupon, create_promotion
from storefront.promotions.commands.using import Taking, give_back, use

__all__ = ["Taking", "create_campaign", "create_coupon", "create_promotion", "give_back", "use"]
