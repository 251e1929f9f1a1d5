"""Putting the demo catalogue on the shelves."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from kit.db import command, db
from storefront.catalogue.commands import recording, stocking
from storefront.catalogue.models import Category, Product
from storefront.catalogue.vocabulary import ChangeKind, ProductStatus
from storefront.inventory.commands import moving
from storefront.inventory.models import StockLevel
from storefront.payments.commands import providers
from storefront.payments.commands.providers import Terms
from storefront.seed import content
from storefront.seed.content import ProductContent

BANNER = {
    "title": {"en": "Good coffee starts with a steady pour", "zh": "好咖啡，从稳稳的水流开始"},
    "text": {
        "en": "The gooseneck kettle, now from batch KT-2605 with a reinforced lid.",
        "zh": "鹅颈手冲壶，KT-2605 批次起壶盖加厚。",
    },
}

ACCOUNT = {
    "en": "Linden Living\nBank of the demo shop, Shanghai\nAccount 0000 1234 5678",
    "zh": "林登生活\n演示银行上海分行\n账号 0000 1234 5678",
}


COMING = {
    "name": {"en": "Gooseneck Kettle 0.9 L, Oak Handle", "zh": "鹅颈手冲壶 0.9L 橡木柄"},
    "summary": {"en": "The kettle you know, with a handle of oiled oak.", "zh": "熟悉的手冲壶，换上油橡木手柄。"},
}
THRESHOLD = 15  # pieces from which on the manager of the demo is told


@command
def stock_shelves(sold: Mapping[str, int], *, now: datetime) -> dict[str, Product]:
    """Shelves, products with their articles, and the stock: what the content says, and besides it what will be `sold` (units by
    article number) from it. The products by slug."""
    shelves: dict[str, Category] = {}
    for position, shelf in enumerate(content.categories()):
        parent = shelves[shelf.parent] if shelf.parent else None
        shelves[shelf.slug] = stocking.create_category(shelf.slug, shelf.name, parent=parent, position=position)
    products = {entry.slug: _product(entry, shelves[entry.category], now) for entry in content.products()}
    for entry in content.products():
        for variant, sku in zip(entry.variants, products[entry.slug].skus, strict=True):
            units = variant.stock + sold.get(variant.sku, 0)
            moving.receive(sku.id, units, reference=f"first delivery:{variant.sku}", now=now)
    watched = update(StockLevel).values(threshold=THRESHOLD)
    db.session.execute(watched, execution_options={"synchronize_session": False})
    return products


@command
def leave_one_to_approve(like: Product, shelf_slug: str, *, now: datetime) -> None:
    """A second edition of a product that waits for a manager's approval."""
    shelf = db.session.scalars(select(Category).where(Category.slug == shelf_slug)).one()
    sku = {"sku_no": "KT-10-OAK", "price_minor": 49_900, "tax_rate_bp": 1300, "warranty_days": 365, "weight_g": 1350}
    product = stocking.create_product(
        "KT-10", "kettle-oak", shelf, COMING["name"], [sku], currency="CNY", on_shelf=False, now=now, summary=COMING["summary"],
        description=like.description, selling_points=like.selling_points, specification=like.specification, care=like.care,
        pictures=["kettle", "pourover"], status=ProductStatus.SUBMITTED,
    )  # fmt: skip
    recording.note(product, ChangeKind.CREATED, actor_id=None, now=now)
    recording.note(product, ChangeKind.SUBMITTED, actor_id=None, now=now)


@command
def show_banner(product: Product, *, now: datetime) -> None:
    """The banner of the front page."""
    stocking.show_banner(product.id, BANNER["title"], picture="hero", now=now, text=BANNER["text"])


@command
def offer_ways_of_payment() -> None:
    """Transfers and cash on delivery beside the test wallet."""
    providers.set_terms("bank_transfer", Terms(is_active=True, limit_minor=None, words=ACCOUNT))
    providers.set_terms("cash_on_delivery", Terms(is_active=True, limit_minor=500_000, words={}))


def _product(entry: ProductContent, shelf: Category, now: datetime) -> Product:
    return stocking.create_product(
        entry.spu,
        entry.slug,
        shelf,
        entry.name,
        [_sku(entry, place) for place in range(len(entry.variants))],
        currency="CNY",
        now=now,
        summary=entry.summary,
        description=entry.description,
        selling_points=list(entry.selling_points),
        specification=[{"name": item.name, "value": item.value} for item in entry.specification],
        care=entry.care,
        tags=list(entry.tags),
        flags=list(entry.policy_flags),
        pictures=list(entry.pictures),
    )


def _sku(entry: ProductContent, place: int) -> dict[str, object]:
    variant = entry.variants[place]
    return {
        "sku_no": variant.sku,
        "options": {key: {"name": option.name, "value": option.value} for key, option in variant.options.items()},
        "price_minor": variant.price_minor,
        "compare_at_minor": variant.compare_at_minor,
        "tax_rate_bp": entry.tax_rate_bp,
        "warranty_days": entry.warranty_days,
        "weight_g": entry.weight_g,
    }
