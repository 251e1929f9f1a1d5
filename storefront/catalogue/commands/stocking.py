"""Shelves, products and articles as they are entered, as seeds and imports bring them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kit.db import command, db
from kit.errors import RuleViolation
from storefront.catalogue.models import Banner, Category, Product, Sku
from storefront.catalogue.rules import texts
from storefront.catalogue.vocabulary import MAX_DEPTH, ProductStatus


@command
def create_category(slug: str, name: dict[str, str], *, parent: Category | None = None, position: int = 0) -> Category:
    """A shelf at the top or below another one; safe to repeat by slug. Raises RuleViolation("too_deep")."""
    found = db.session.scalar(select(Category).where(Category.slug == slug))
    if found is not None:
        return found
    depth = parent.depth + 1 if parent else 1
    if depth > MAX_DEPTH:
        raise RuleViolation("too_deep", "Shelves have at most three levels.")
    path = f"{parent.path}/{slug}" if parent else slug
    parent_id = parent.id if parent else None
    category = Category(slug=slug, name=name, parent_id=parent_id, path=path, depth=depth, position=position)
    db.session.add(category)
    db.session.flush()
    return category


@command
def create_product(
    spu_no: str, slug: str, category: Category, name: dict[str, str], skus: Sequence[Mapping[str, Any]], *, currency: str,
    on_shelf: bool = True, now: datetime, **particulars: Any,
) -> Product:  # fmt: skip
    """A product with its articles. Each of `skus` has the columns of Sku (sku_no, price_minor, options …); `particulars` are
    further columns of Product (summary, pictures, flags …)."""
    product = Product(
        spu_no=spu_no, slug=slug, category_id=category.id, name=name, currency=currency, created_at=now, **particulars
    )
    product.picture = product.picture or next(iter(product.pictures or ()), "")
    product.skus = [
        Sku(**{"currency": currency, "position": place, "option_key": option_key(sku.get("options", {})), **sku})
        for place, sku in enumerate(skus)
    ]
    follow_prices(product, product.skus)
    if on_shelf:
        product.status, product.on_shelf_at = ProductStatus.ON_SHELF, now
    numbers = [sku.sku_no for sku in product.skus]
    product.document = texts.document_of(spu_no, [name, product.summary or {}, *(product.selling_points or ())], numbers)
    db.session.add(product)
    db.session.flush()
    return product


@command
def show_banner(product_id: int, title: dict[str, str], *, picture: str = "", now: datetime, **words: Any) -> Banner:
    """Put a banner that leads to a product on the front page. `words` are further columns of Banner (text, button, ends_at)."""
    banner = Banner(product_id=product_id, title=title, picture=picture, starts_at=now, **words)
    db.session.add(banner)
    db.session.flush()
    return banner


def follow_prices(product: Product, skus: Sequence[Sku]) -> None:
    """Derive what the listing shows from the articles on sale: the lowest price, and what it was before."""
    cheapest = min((sku for sku in skus if sku.is_active is not False), key=lambda sku: sku.price_minor, default=None)
    if cheapest is not None:
        product.price_from_minor, product.compare_at_minor = cheapest.price_minor, cheapest.compare_at_minor


def option_key(options: Mapping[str, Any]) -> str:
    """The chosen values in one word that is unique in the product ("colour=sand,size=m")."""
    return ",".join(f"{key}={entry['value'].get('en', '')}".casefold() for key, entry in sorted(options.items()))
