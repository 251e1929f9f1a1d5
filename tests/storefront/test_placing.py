"""Placing: prices and shares are frozen, stock is held, a repeat finds the first order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from kit.accounts.models import User
from kit.db import command, db
from kit.errors import Conflict, RuleViolation
from kit.numbers import parse_order_number
from storefront.cart import queries as cart
from storefront.catalogue.commands import publishing
from storefront.catalogue.models import Product, Sku
from storefront.catalogue.vocabulary import DelistReason
from storefront.inventory.models import StockLevel
from storefront.orders import queries
from storefront.orders.commands import placing
from storefront.orders.commands.placing import Draft
from storefront.orders.models import LineDiscount, Order
from storefront.promotions import commands as promotions
from storefront.promotions.vocabulary import Benefit, PromotionKind
from tests.fixtures.shop import HOME


def draft(*wanted: tuple[Product, int], **more: object) -> Draft:
    return Draft(wanted=[(product.skus[0].id, quantity) for product, quantity in wanted], recipient=HOME, **more)  # type: ignore[arg-type]


def level(sku_id: int) -> StockLevel:
    mine = select(StockLevel).where(StockLevel.sku_id == sku_id)
    return db.session.scalars(mine, execution_options={"populate_existing": True}).one()


def test_worked_example_a_is_frozen_to_the_cent(order: Order) -> None:
    shares = {share.order_line_id: share.amount_minor for share in _shares(order)}
    assert [shares[line.id] for line in order.lines] == [2972, 686, 342]
    assert [line.payable_minor for line in order.lines] == [22828, 5264, 2628]
    assert [line.tax_minor for line in order.lines] == [2626, 606, 302]
    assert (order.items_total_minor, order.discount_total_minor, order.shipping_minor) == (34720, 4000, 1000)
    assert order.payable_minor == 31720


def _shares(order: Order) -> list[LineDiscount]:
    return list(db.session.scalars(select(LineDiscount).where(LineDiscount.order_discount_id == order.discounts[0].id)))


def test_an_order_number_can_be_read_out(paid_order: Order) -> None:
    assert parse_order_number(paid_order.number.replace("-", "").lower()) == paid_order.number


def test_placing_holds_stock(product: Product, customer: User, now: datetime) -> None:
    placing.place(draft((product, 3)), customer_id=customer.id, now=now)
    left = level(product.skus[0].id)
    assert (left.held, left.available) == (3, 7)


def test_more_than_there_is_cannot_be_ordered(product: Product, customer: User, now: datetime) -> None:
    sku_id = product.skus[0].id
    with pytest.raises(RuleViolation) as refused:
        placing.place(draft((product, 11)), customer_id=customer.id, now=now)
    assert refused.value.code == "out_of_stock"
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0
    assert level(sku_id).held == 0


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**9])
def test_impossible_quantities_are_refused(product: Product, customer: User, now: datetime, quantity: int) -> None:
    with pytest.raises(RuleViolation) as refused:
        placing.place(draft((product, quantity)), customer_id=customer.id, now=now)
    assert refused.value.code == "bad_quantity"


def test_the_same_key_finds_the_first_order(product: Product, customer: User, now: datetime) -> None:
    wanted = draft((product, 1), idempotency_key="k1")
    first = placing.place(wanted, customer_id=customer.id, now=now)
    assert placing.place(wanted, customer_id=customer.id, now=now).id == first.id
    assert level(product.skus[0].id).held == 1


def test_a_changed_price_is_a_visible_refusal(product: Product, customer: User, now: datetime) -> None:
    wanted = draft((product, 1))
    seen, _ = cart.pricing(wanted.wanted, customer_id=customer.id, coupon="", delivery="standard", now=now)

    command(db.session.execute)(update(Sku).values(price_minor=Sku.price_minor + 1))
    with pytest.raises(Conflict) as refused:
        placing.place(replace(wanted, fingerprint=seen.fingerprint), customer_id=customer.id, now=now)
    assert refused.value.code == "price_changed"


def test_a_vanished_product_explains_itself(product: Product, customer: User, now: datetime) -> None:
    wanted = draft((product, 1))
    publishing.delist(product.id, DelistReason.QUALITY, now=now)
    with pytest.raises(RuleViolation) as refused:
        placing.place(wanted, customer_id=customer.id, now=now)
    assert refused.value.code == "not_sold"


def test_a_coupon_for_one_is_used_once(product: Product, make_user: Callable[..., User], customer: User, now: datetime) -> None:
    @command
    def offer() -> None:
        one = promotions.create_promotion(
            {"en": "One", "zh": "一"},
            PromotionKind.ORDER,
            Benefit.AMOUNT_OFF,
            100,
            currency="CNY",
            starts_at=now,
            needs_coupon=True,
        )
        promotions.create_coupon(one, "ONLY-ONE")

    offer()
    placing.place(draft((product, 1), coupon="only one"), customer_id=customer.id, now=now)
    with pytest.raises(RuleViolation) as refused:
        placing.place(draft((product, 1), coupon="ONLYONE"), customer_id=make_user(name="Li Na").id, now=now)
    assert refused.value.code == "coupon_gone"


def test_later_changes_of_the_catalogue_change_no_order(order: Order) -> None:
    """I22."""
    before = [(line.payable_minor, line.name, line.tax_minor, line.flags) for line in order.lines]

    command(db.session.execute)(update(Sku).values(price_minor=1, tax_rate_bp=0))
    command(db.session.execute)(update(Product).values(name={"en": "Other", "zh": "其他"}, flags=["final_sale"]))
    after = [(line.payable_minor, line.name, line.tax_minor, line.flags) for line in queries.whole(order.id).lines]
    assert after == before


def test_promises_are_dated(product: Product, customer: User, now: datetime) -> None:
    placed = placing.place(draft((product, 1)), customer_id=customer.id, now=now)
    assert placed.pay_until == now + timedelta(minutes=30)
    assert placed.promised_at == now + timedelta(days=3)
