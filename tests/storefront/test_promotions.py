"""Promotions: steps of spend-and-save, flash prices, budgets, members' benefits, and what the customer is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation
from storefront.cart import queries as cart
from storefront.catalogue.models import Product
from storefront.members.commands import enrolment
from storefront.members.models import MemberLevel
from storefront.orders import queries as orders
from storefront.orders.commands import placing
from storefront.orders.commands.placing import Draft
from storefront.payments.commands import closing
from storefront.promotions import commands
from storefront.promotions.models import Promotion, PromotionUse
from storefront.promotions.rules import Item, Near, Offer, judge, worth_telling
from storefront.promotions.vocabulary import Benefit, NotYet, PromotionKind
from tests.fixtures.shop import HOME
from tests.storefront.test_concurrency import together

NAME = {"en": "May sale", "zh": "五月特卖"}
BUYERS = 8


def offer(**terms: object) -> Offer:
    usual = {
        "promotion_id": 1, "coupon_id": None, "name": NAME, "kind": PromotionKind.ORDER, "benefit": Benefit.AMOUNT_OFF,
        "value": 3_000, "threshold_minor": 20_000,
    }  # fmt: skip
    return Offer(**(usual | terms))  # type: ignore[arg-type]


def item(total: int, quantity: int = 1, sku_id: int = 1) -> Item:
    return Item(sku_id=sku_id, category_path="home", list_total_minor=total, quantity=quantity)


@pytest.fixture
def run(app: Flask, now: datetime) -> Callable[..., Promotion]:
    """run(kind, benefit, value, **terms): a promotion that runs since yesterday."""

    @command
    def make(kind: PromotionKind, benefit: Benefit, value: int, **terms: object) -> Promotion:
        return commands.create_promotion(NAME, kind, benefit, value, currency="CNY", starts_at=now - timedelta(days=1), **terms)

    return make


def draft(product: Product, quantity: int = 1, **more: object) -> Draft:
    return Draft(wanted=[(product.skus[0].id, quantity)], recipient=HOME, **more)  # type: ignore[arg-type]


def test_the_highest_step_that_is_reached_counts_and_the_next_is_named() -> None:
    judged = judge([item(32_000)], [offer(tiers=((30_000, 5_000), (50_000, 9_000)))])
    assert [(one.amount_minor, one.offer.threshold_minor) for one in judged.applied] == [(5_000, 30_000)]
    assert [(one.offer.value, one.missing_minor) for one in worth_telling(judged.near)] == [(9_000, 18_000)]


def test_forty_more_is_said_as_forty_more() -> None:
    judged = judge([item(16_000)], [offer()])
    assert judged.applied == []
    assert judged.near == [Near(offer(), NotYet.THRESHOLD, 4_000)]


def test_a_flash_price_holds_for_the_pieces_that_are_left() -> None:
    flash = offer(kind=PromotionKind.ITEM, benefit=Benefit.FIXED_PRICE, value=9_900, threshold_minor=None, units_left=2)
    (applied,) = judge([item(38_700, quantity=3)], [flash]).applied
    assert (applied.amount_minor, applied.units) == (6_000, 2)


def test_a_campaign_pays_all_of_an_offer_or_nothing() -> None:
    judged = judge([item(30_000)], [offer(campaign_id=7, budget_left_minor=2_999)])
    assert judged.applied == []
    assert [one.reason for one in judged.near] == [NotYet.USED_UP]


@given(
    st.lists(st.tuples(st.integers(0, 90_000), st.integers(1, 9)), min_size=1, max_size=6),
    st.integers(0, 20), st.integers(0, 30_000), st.integers(0, 60_000),
)  # fmt: skip
def test_limits_are_never_passed(lines: list[tuple[int, int]], units: int, price: int, budget: int) -> None:
    """I2 for flash prices: no share below zero or above its line, pieces and budget as limits."""
    items = [item(unit * quantity, quantity, place) for place, (unit, quantity) in enumerate(lines)]
    flash = offer(
        kind=PromotionKind.ITEM, benefit=Benefit.FIXED_PRICE, value=price, threshold_minor=None, units_left=units, campaign_id=1,
        budget_left_minor=budget,
    )  # fmt: skip
    more = offer(promotion_id=2, campaign_id=1, budget_left_minor=budget, threshold_minor=0, value=1_000)
    applied = judge(items, [flash, more]).applied
    assert sum(one.amount_minor for one in applied) <= budget
    assert sum(one.units for one in applied) <= units
    for place, line in enumerate(items):
        assert 0 <= sum(one.shares[place] for one in applied) <= line.list_total_minor


def test_a_flash_price_for_three_pieces_is_given_three_times(
    app: Flask, run: Callable[..., Promotion], product: Product, customer: User, now: datetime
) -> None:
    run(PromotionKind.ITEM, Benefit.FIXED_PRICE, 39_900, sku_ids=[product.skus[0].id], units_limit=3)
    customer_id, wanted = customer.id, draft(product)
    together(app, lambda _: placing.place(wanted, customer_id=customer_id, now=now), BUYERS)
    assert db.session.scalar(select(func.sum(PromotionUse.units))) == 3


def test_a_campaigns_budget_is_not_passed_by_many_at_once(
    app: Flask, run: Callable[..., Promotion], make_product: Callable[..., Product], customer: User, now: datetime
) -> None:
    campaign = commands.create_campaign(
        NAME, currency="CNY", starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1), budget_minor=10_000
    )
    run(PromotionKind.ORDER, Benefit.AMOUNT_OFF, 3_000, campaign_id=campaign.id)
    customer_id, wanted = customer.id, draft(make_product("BUDGET", 20_000))
    ended = together(app, lambda _: placing.place(wanted, customer_id=customer_id, now=now), BUYERS)
    assert db.session.scalar(select(func.sum(PromotionUse.amount_minor))) == 9_000
    assert len(ended) == BUYERS
    assert set(ended) <= {"done", "promotion_gone"}


def test_a_coupon_for_three_is_used_three_times(
    app: Flask, run: Callable[..., Promotion], make_product: Callable[..., Product], customer: User, now: datetime
) -> None:
    opened = run(PromotionKind.ORDER, Benefit.AMOUNT_OFF, 100, needs_coupon=True)
    commands.create_coupon(opened, "THREE-3", limit_total=3, limit_per_customer=None)
    customer_id, wanted = customer.id, draft(make_product("COUPON", 20_000), coupon="three3")
    ended = together(app, lambda _: placing.place(wanted, customer_id=customer_id, now=now), BUYERS)
    assert (ended.count("done"), ended.count("coupon_gone")) == (3, BUYERS - 3)


def test_one_order_per_customer_in_the_whole_campaign(
    run: Callable[..., Promotion], product: Product, customer: User, now: datetime
) -> None:
    campaign = commands.create_campaign(
        NAME, currency="CNY", starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1), limit_per_customer=1
    )
    for code in ("FIRST", "SECOND"):
        opened = run(PromotionKind.ORDER, Benefit.AMOUNT_OFF, 100, needs_coupon=True, campaign_id=campaign.id)
        commands.create_coupon(opened, code, limit_total=None, limit_per_customer=None)
    placing.place(draft(product, coupon="FIRST"), customer_id=customer.id, now=now)
    with pytest.raises(RuleViolation) as refused:
        placing.place(draft(product, coupon="SECOND"), customer_id=customer.id, now=now)
    assert refused.value.code == "coupon_gone"


def test_a_cancelled_order_gives_back_pieces_and_budget(
    run: Callable[..., Promotion], product: Product, customer: User, now: datetime
) -> None:
    run(PromotionKind.ITEM, Benefit.FIXED_PRICE, 39_900, sku_ids=[product.skus[0].id], units_limit=1)
    first = placing.place(draft(product), customer_id=customer.id, now=now)
    closing.cancel(first.id, actor_id=customer.id, now=now)
    again = placing.place(draft(product), customer_id=customer.id, now=now)
    assert again.discount_total_minor == 6_000


def test_later_changes_of_a_promotion_change_no_order(
    run: Callable[..., Promotion], product: Product, customer: User, now: datetime
) -> None:
    """I22."""
    promotion = run(PromotionKind.ORDER, Benefit.PERCENT_OFF, 1_000)
    placed = placing.place(draft(product, 2), customer_id=customer.id, now=now)

    @command
    def spoil() -> None:
        changed = db.session.get_one(Promotion, promotion.id)
        changed.value, changed.is_active, changed.return_mode = 9_999, False, "reprice"  # type: ignore[assignment]

    spoil()
    (frozen,) = orders.whole(placed.id).discounts
    assert (frozen.amount_minor, frozen.mode) == (9_180, "frozen")


def test_a_level_brings_its_price_and_free_delivery(freight: str, product: Product, customer: User, now: datetime) -> None:
    @command
    def reward() -> None:
        gold = db.session.get_one(MemberLevel, "gold")
        gold.discount_bp, gold.perks = 500, {"free_shipping": True}
        enrolment.enrol(customer.id, growth=gold.min_growth, now=now)

    reward()
    priced, _ = cart.pricing([(product.skus[0].id, 1)], customer_id=customer.id, coupon="", delivery=freight, now=now)
    assert (priced.discount_total_minor, priced.freight.payable_minor) == (2_295, 0)
    guest, _ = cart.pricing([(product.skus[0].id, 1)], customer_id=None, coupon="", delivery=freight, now=now)
    assert (guest.discount_total_minor, guest.freight.payable_minor) == (0, 1_000)


def test_the_bag_says_what_is_missing(
    run: Callable[..., Promotion], product: Product, customer: User, signed_in: Callable[[User], FlaskClient]
) -> None:
    run(PromotionKind.ORDER, Benefit.AMOUNT_OFF, 3_000, threshold_minor=49_900)
    browser = signed_in(customer)
    browser.post("/cart/lines", data={"sku": product.skus[0].id, "quantity": 1})
    assert "Spend ¥40.00 more and get ¥30.00 off" in browser.get("/cart").get_data(as_text=True)
    browser.set_cookie("locale", "zh_Hans")
    assert "再买 ¥40.00 即可立减 ¥30.00" in browser.get("/cart").get_data(as_text=True)
