"""The ways of delivery every shop starts with."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from kit.db import db
from kit.defaults import installs_defaults
from storefront.cart.models import DeliveryMethod

METHODS = (
    ("standard", {"en": "Standard delivery", "zh": "标准快递"}, "zto", 1_000, 9_900, 3),
    ("express", {"en": "Express delivery", "zh": "次日达"}, "sf", 2_500, None, 1),
)


@installs_defaults
def install(now: datetime) -> None:
    """Write the ways of delivery that are missing."""
    for position, (key, name, carrier, price, free_from, days) in enumerate(METHODS):
        row = insert(DeliveryMethod).values(
            key=key, name=name, carrier=carrier, price_minor=price, free_from_minor=free_from, days=days, position=position,
            tax_rate_bp=0, is_active=True,
        )  # fmt: skip
        db.session.execute(row.on_conflict_do_nothing())
