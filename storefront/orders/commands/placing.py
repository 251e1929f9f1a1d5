"""Placing an order: everything that money and returns will ever need is priced, frozen and held here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from kit import numbers, profile
from kit.accounts.rules import normal_phone
from kit.db import command, db, next_value
from kit.encryption import blind_index
from kit.errors import Conflict, RuleViolation
from kit.events import publish
from storefront.cart import queries as cart
from storefront.cart.queries import Article
from storefront.cart.rules import PricedLine, Pricing
from storefront.cart.vocabulary import MAX_QUANTITY
from storefront.events import OrderPlaced
from storefront.inventory.commands import promising
from storefront.inventory.commands.promising import Promise
from storefront.orders.models import LineDiscount as Share
from storefront.orders.models import Order, OrderDiscount, OrderLine, OrderShipping
from storefront.orders.vocabulary import UNPAID_TIMEOUT, Channel
from storefront.promotions import commands as promotions
from storefront.promotions.commands import Taking


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where the parcel goes."""

    name: str
    phone: str = ""
    address: str = ""
    region: str = ""
    postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a customer asked for. Prices are never part of it: `fingerprint` only says which prices were seen. A guest gets no
    member prices. `consents` holds, per article, the exclusions from return that the buyer confirmed: {sku_id: {flag: instant}}."""

    wanted: Sequence[tuple[int, int]]
    recipient: Recipient
    delivery: str = "standard"
    coupon: str = ""
    note: str = ""
    channel: Channel = Channel.PC
    fingerprint: str | None = None
    idempotency_key: str | None = None
    is_guest: bool = False
    consents: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    pay_within: timedelta = UNPAID_TIMEOUT


@command
def place(draft: Draft, *, customer_id: int, now: datetime) -> Order:
    """Place an order: price, freeze lines and shares (R1, R6), use the coupon, hold the stock in order of the article.
    The same idempotency key of the same customer gets the first order again.

    Raises RuleViolation: empty_cart, bad_quantity, not_sold, coupon_unknown, coupon_gone, promotion_gone,
    out_of_stock; NotFound for the delivery; Conflict("price_changed") when prices are no longer those of the fingerprint."""
    earlier = _placed_before(customer_id, draft.idempotency_key)
    if earlier is not None:
        return earlier
    if any(not 1 <= quantity <= MAX_QUANTITY for _, quantity in draft.wanted):
        raise RuleViolation("bad_quantity", "Choose between 1 and 99 pieces of an article.", field="quantity")
    buyer = None if draft.is_guest else customer_id
    priced, articles = cart.pricing(draft.wanted, customer_id=buyer, coupon=draft.coupon, delivery=draft.delivery, now=now)
    if draft.fingerprint is not None and draft.fingerprint != priced.fingerprint:
        raise Conflict("price_changed", "A price changed while you were ordering. Look at the new total and confirm again.")
    order = _frozen(draft, priced, articles, customer_id, now)
    db.session.add(order)
    db.session.flush()
    _freeze_discounts(order, priced)
    promotions.use(_takings(priced), order.id, customer_id, now=now)
    promises = [Promise(line.id, line.sku_id, line.quantity) for line in order.lines if line.sku_id is not None]
    promising.hold(promises, expires_at=order.pay_until)
    publish(
        OrderPlaced(
            order_id=order.id, customer_id=customer_id, order_line_ids=[line.id for line in order.lines],
            actor_id=customer_id, at=now,
        )
    )  # fmt: skip
    return order


def new_number(now: datetime) -> str:
    """The next order number, dated in the shop's zone."""
    key = blind_index("order numbers").encode()
    return numbers.order_number(now.astimezone(profile.current().zone).date(), next_value("order_number"), key)


def _placed_before(customer_id: int, key: str | None) -> Order | None:
    """The order already placed under this key; whoever comes second waits here until the first has committed."""
    if not key:
        return None
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"order:{customer_id}:{key}", 0))))
    return db.session.scalar(select(Order).where(Order.customer_id == customer_id, Order.idempotency_key == key))


def _frozen(draft: Draft, priced: Pricing, articles: Mapping[int, Article], customer_id: int, now: datetime) -> Order:
    who = draft.recipient
    phone = normal_phone(who.phone)
    return Order(
        number=new_number(now), customer_id=customer_id, currency=priced.currency, jurisdiction=profile.current().jurisdiction,
        items_total_minor=priced.items_total_minor, discount_total_minor=priced.discount_total_minor,
        shipping_minor=priced.freight.payable_minor, tax_total_minor=priced.tax_total_minor,
        tax_added_minor=priced.tax_added_minor, payable_minor=priced.payable_minor, channel=draft.channel,
        recipient=who.name, phone=phone or None, phone_index=blind_index(phone) if phone else None, address=who.address,
        region=who.region, postcode=who.postcode, note=draft.note, placed_at=now, pay_until=now + draft.pay_within,
        promised_at=now + timedelta(days=priced.freight.delivery.days), idempotency_key=draft.idempotency_key,
        lines=[
            _line(number, line, articles[line.goods.sku_id], draft.consents.get(line.goods.sku_id, {}))
            for number, line in enumerate(priced.lines, start=1)
        ],
        shippings=[_shipping(priced)],
    )  # fmt: skip


def _line(number: int, line: PricedLine, article: Article, consents: dict[str, Any]) -> OrderLine:
    sku, product = article.sku, article.product
    return OrderLine(
        line_no=number, sku_id=sku.id, product_id=product.id, sku_no=sku.sku_no, name=product.name,
        options=sku.options, picture=product.picture, category_path=article.category_path,
        flags=product.flags, consents=consents, warranty_days=sku.warranty_days, quantity=line.goods.quantity,
        unit_price_minor=line.goods.unit_price_minor, list_total_minor=line.list_total_minor,
        discount_total_minor=line.discount_total_minor, payable_minor=line.payable_minor, tax_minor=line.tax_minor,
        tax_rate_bp=line.goods.tax_rate_bp, tax_included=line.goods.tax_included,
    )  # fmt: skip


def _shipping(priced: Pricing) -> OrderShipping:
    freight = priced.freight
    return OrderShipping(
        method=freight.delivery.key, name=freight.delivery.name, carrier=freight.delivery.carrier,
        payable_minor=freight.payable_minor, waived_minor=freight.waived_minor, tax_minor=freight.tax_minor,
        tax_rate_bp=freight.delivery.tax_rate_bp,
    )  # fmt: skip


def _takings(priced: Pricing) -> list[Taking]:
    """What the order takes of the promotions on its goods and on its freight."""
    taken = [Taking(applied.offer, applied.amount_minor, applied.units) for applied in priced.discounts]
    freight = priced.freight
    return taken + ([Taking(freight.offer, freight.offered_minor)] if freight.offer else [])


def _freeze_discounts(order: Order, priced: Pricing) -> None:
    """The applied promotions with their terms, and what of each fell on which line."""
    for position, applied in enumerate(priced.discounts):
        offer = applied.offer
        db.session.add(
            OrderDiscount(
                order_id=order.id, position=position, promotion_id=offer.promotion_id, coupon_id=offer.coupon_id,
                name=offer.name, amount_minor=applied.amount_minor, mode=offer.mode, threshold_minor=offer.threshold_minor,
                funding=offer.funding,
                shares=[
                    Share(order_line_id=line.id, amount_minor=share)
                    for line, share in zip(order.lines, applied.shares, strict=True)
                    if share
                ],
            )
        )  # fmt: skip
    db.session.flush()
