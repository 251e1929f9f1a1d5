"""A shelf with one article, and orders of it, played through the ordinary commands."""

from collections.abc import Sequence
from datetime import timedelta

from benchmarks.people import SignedIn
from kit import clock, profile
from kit.db import command
from storefront.catalogue.commands import stocking
from storefront.catalogue.models import Product
from storefront.inventory.commands import moving
from storefront.orders.commands.placing import Draft, Recipient
from storefront.orders.models import Order
from storefront.shipping.carriers.test_carrier import scans
from storefront.shipping.commands.journeys import Journey, play

HOME = Recipient(name="Hannah Brooks", phone="13912345520", address="88 Hengshan Road", region="Shanghai", postcode="200031")
PRICE_MINOR, STOCK = 12_900, 100_000


@command
def shelve(name: str) -> Product:
    """A new product with one article and plenty in stock."""
    now, shelf = clock.now(), stocking.create_category("bench", {"en": "Bench", "zh": "测试"})
    article = {"sku_no": f"{name}-1", "price_minor": PRICE_MINOR, "tax_rate_bp": 1300, "warranty_days": 365}
    words = {"en": f"Kettle {name}", "zh": f"水壶 {name}"}
    product = stocking.create_product(name, name, shelf, words, [article], currency=profile.current().currency, now=now)
    moving.receive(product.skus[0].id, STOCK, reference=f"first:{name}", now=now)
    return product


@command
def deliver(product: Product, buyers: Sequence[SignedIn]) -> list[Order]:
    """An order of one piece for each buyer, paid with the demo's wallet and delivered two days ago."""
    placed_at = clock.now() - timedelta(days=4)
    shipped_at = placed_at + timedelta(hours=14)
    journeys = [
        Journey(
            draft=Draft(wanted=[(product.skus[0].id, 1)], recipient=HOME, delivery="standard", coupon=""), placed_at=placed_at,
            paid_at=placed_at, shipped_at=shipped_at, scans=scans("delivered", shipped_at),
        )
        for _ in buyers
    ]  # fmt: skip
    return [play(journey, customer_id=buyer.user.id) for journey, buyer in zip(journeys, buyers, strict=True)]
