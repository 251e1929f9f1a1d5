"""What is in a bag, what it costs now, and which ways of delivery there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from kit import profile
from kit.db import db
from kit.errors import NotFound, RuleViolation
from storefront.cart import rules
from storefront.cart.models import Cart, CartLine, DeliveryMethod, Quote
from storefront.catalogue.models import Product, Sku
from storefront.catalogue.vocabulary import ProductStatus
from storefront.members import queries as members
from storefront.promotions import queries as promotions


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a bag, with the article as it is today. `is_sold` is False once the article left the shelf."""

    sku: Sku
    quantity: int
    is_sold: bool

    @property
    def key(self) -> str:
        """How a change of its price is named."""
        return f"sku:{self.sku.id}"


@dataclass(frozen=True)
class Article:
    """An article that was found for pricing, with what an order line freezes of it."""

    sku: Sku
    product: Product
    category_path: str


def entries(cart: Cart | None) -> list[Entry]:
    """The lines of a bag in the order in which they were put there."""
    if cart is None:
        return []
    product = joinedload(Sku.product, innerjoin=True)
    rows = db.session.execute(
        select(CartLine.quantity, Sku).join(Sku, Sku.id == CartLine.sku_id).where(CartLine.cart_id == cart.id)
        .order_by(CartLine.id).options(product)
    )  # fmt: skip
    return [Entry(sku=sku, quantity=quantity, is_sold=_is_sold(sku)) for quantity, sku in rows]


def pieces(user_id: int | None, token_hash: str | None) -> int:
    """How many pieces are in a person's bag and in the bag that the browser filled before signing in."""
    owners = [Cart.user_id == user_id] if user_id is not None else []
    if token_hash:
        owners.append(Cart.token_hash == token_hash)
    if not owners:
        return 0
    held = select(func.coalesce(func.sum(CartLine.quantity), 0)).join(Cart, Cart.id == CartLine.cart_id)
    return int(db.session.scalar(held.where(or_(*owners))) or 0)


def cart_of(user_id: int | None, token_hash: str | None) -> Cart | None:
    """The bag of a person, else of a guest's token."""
    if user_id is not None:
        return db.session.scalar(select(Cart).where(Cart.user_id == user_id))
    return db.session.scalar(select(Cart).where(Cart.token_hash == token_hash, Cart.user_id.is_(None))) if token_hash else None


def deliveries() -> list[DeliveryMethod]:
    """The ways of delivery to choose from, the usual one first."""
    active = select(DeliveryMethod).where(DeliveryMethod.is_active)
    return list(db.session.scalars(active.order_by(DeliveryMethod.position, DeliveryMethod.key)))


def all_deliveries() -> list[DeliveryMethod]:
    """Every way of delivery, offered or not, in their order."""
    return list(db.session.scalars(select(DeliveryMethod).order_by(DeliveryMethod.position, DeliveryMethod.key)))


def articles(sku_ids: Sequence[int]) -> dict[int, Article]:
    """The articles by id, with product and category path; articles that are not sold now are left out."""
    rows = db.session.scalars(
        select(Sku).where(Sku.id.in_(sku_ids)).options(joinedload(Sku.product, innerjoin=True).joinedload(Product.category))
    )
    return {sku.id: Article(sku, sku.product, sku.product.category.path) for sku in rows if _is_sold(sku)}


def pricing(
    wanted: Sequence[tuple[int, int]], *, customer_id: int | None, coupon: str, delivery: str, now: datetime
) -> tuple[rules.Pricing, dict[int, Article]]:
    """Price (sku_id, quantity) pairs for a customer now; None for a guest, who has no member prices.

    Raises RuleViolation: empty_cart, not_sold (with `sku_id`), coupon_unknown, coupon_gone; NotFound for the delivery."""
    method = db.session.get(DeliveryMethod, delivery)
    if method is None or not method.is_active:
        raise NotFound("delivery", delivery)
    prices, found = pricings(wanted, [method], customer_id=customer_id, coupon=coupon, now=now)
    return prices[delivery], found


def pricings(
    wanted: Sequence[tuple[int, int]], methods: Sequence[DeliveryMethod], *, customer_id: int | None, coupon: str, now: datetime
) -> tuple[dict[str, rules.Pricing], dict[int, Article]]:
    """The same basket priced for several ways of delivery, by key. Raises as `pricing` does."""
    if not wanted:
        raise RuleViolation("empty_cart", "Your bag is empty. Choose something first.")
    found = articles([sku_id for sku_id, _ in wanted])
    gone = [sku_id for sku_id, _ in wanted if sku_id not in found]
    if gone:
        raise RuleViolation("not_sold", "One of the articles is no longer sold. Remove it to go on.", sku_id=gone[0])
    currency = profile.current().currency
    level = members.level_of(customer_id) if customer_id is not None else None
    offers = promotions.offers(customer_id, level, coupon, currency=currency, now=now)
    goods = [_goods(found[sku_id], quantity) for sku_id, quantity in wanted]
    return {row.key: rules.price(goods, offers, delivery_as_value(row), currency=currency) for row in methods}, found


def quote_by_token(token: str, *, cart_id: int) -> Quote | None:
    """The bag's quote, also one that has expired."""
    mine = Quote.token == token, Quote.cart_id == cart_id
    return db.session.scalar(select(Quote).where(*mine))


def delivery_as_value(method: DeliveryMethod) -> rules.Delivery:
    """A stored way of delivery as the value that the rules take."""
    return rules.Delivery(
        key=method.key, name=method.name, carrier=method.carrier, price_minor=method.price_minor,
        free_from_minor=method.free_from_minor, tax_rate_bp=method.tax_rate_bp, days=method.days,
    )  # fmt: skip


def _goods(article: Article, quantity: int) -> rules.Goods:
    sku = article.sku
    return rules.Goods(
        sku_id=sku.id, quantity=quantity, unit_price_minor=sku.price_minor, category_path=article.category_path,
        tax_rate_bp=sku.tax_rate_bp, tax_included=sku.tax_included,
    )  # fmt: skip


def _is_sold(sku: Sku) -> bool:
    return sku.is_active and sku.product.status is ProductStatus.ON_SHELF


def option_text(options: dict[str, Any]) -> dict[str, str]:
    """The chosen values in one line per language: {"en": "Brushed steel, 0.9 L", "zh": …}."""
    values = [entry["value"] for entry in options.values()]
    return {
        "en": ", ".join(value.get("en") or value.get("zh", "") for value in values),
        "zh": "，".join(value.get("zh") or value.get("en", "") for value in values),
    }
