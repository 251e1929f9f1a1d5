"""What changed between looking and ordering is shown, old beside new; what is gone explains itself, and the bag is kept."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from kit.accounts.models import User
from kit.db import command, db
from storefront.cart import rules
from storefront.cart.models import CartLine, DeliveryMethod, Quote
from storefront.cart.rules import Delivery, Goods
from storefront.catalogue.commands import publishing
from storefront.catalogue.models import Product, Sku
from storefront.catalogue.vocabulary import DelistReason
from storefront.orders.models import Order
from storefront.promotions.models import Coupon
from tests.storefront.test_pages import fill, order_form, orders, text

FREIGHT = Delivery(key="d", name={}, carrier="sf", price_minor=1_000, free_from_minor=None)


@command
def change(table: type, **values: object) -> None:
    db.session.execute(update(table).values(**values))


def in_bag() -> int:
    return db.session.scalar(select(func.count()).select_from(CartLine)) or 0


def test_a_changed_price_is_refused_with_both_figures(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    form = order_form(client, email="guest@example.com")
    change(Sku, price_minor=49_900)
    answer = client.post("/checkout", data=form)
    shown = text(answer)
    assert answer.status_code == 409
    assert re.search(r"<s>¥459\.00</s></td><td[^>]*>¥499\.00", shown)
    assert (orders(), in_bag()) == ([], 1)
    again = client.post("/checkout", data=order_form(client, email="guest@example.com"))
    assert again.status_code == 303
    assert orders()[0].items_total_minor == 49_900


def test_a_price_of_the_browser_counts_for_nothing(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    form = order_form(client, email="guest@example.com", price="1", payable_minor="1", amount="0.01", discount="99999")
    assert client.post("/checkout", data=form).status_code == 303
    assert orders()[0].items_total_minor == 45_900


def test_an_old_quote_says_that_it_is_old(client: FlaskClient, product: Product, now: datetime) -> None:
    fill(client, product)
    form = order_form(client, email="guest@example.com")
    change(Quote, expires_at=now - timedelta(days=400))
    answer = client.post("/checkout", data=form)
    assert (answer.status_code, "half an hour ago" in text(answer)) == (409, True)
    assert in_bag() == 1


def test_an_article_that_vanished_explains_itself(client: FlaskClient, product: Product, now: datetime) -> None:
    fill(client, product)
    form = order_form(client, email="guest@example.com")
    publishing.delist(product.id, DelistReason.OTHER, now=now)
    assert client.post("/checkout", data=form).location == "/cart"
    shown = text(client.get("/cart"))
    assert "no longer sold" in shown
    assert (orders(), in_bag()) == ([], 1)


def test_a_coupon_that_was_used_meanwhile_explains_itself(client: FlaskClient, product: Product, coupon: Coupon) -> None:
    fill(client, product)
    client.post("/cart/coupon", data={"code": "SPRING40"})
    form = order_form(client, email="guest@example.com")
    change(Coupon, limit_total=0)
    assert client.post("/checkout", data=form).location == "/cart"
    assert "used up or no longer valid" in text(client.get("/cart"))
    assert (orders(), in_bag()) == ([], 1)


@pytest.mark.parametrize("quantity", ["-1", "0", "100", "９", "NaN", "1e3", "1.5", "99999999999999999999999", "", "'"])
def test_a_quantity_that_is_none_stays_out_of_the_bag(client: FlaskClient, product: Product, quantity: str) -> None:
    assert client.post("/cart/lines", data={"sku": product.skus[0].id, "quantity": quantity}).status_code == 303
    assert in_bag() == 0


def test_what_changed_is_named_once_and_the_total_last() -> None:
    before = rules.price([Goods(sku_id=1, quantity=2, unit_price_minor=500)], [], FREIGHT, currency="CNY").shown
    cheaper = Delivery(key="d", name={}, carrier="sf", price_minor=0, free_from_minor=None)
    after = rules.price([Goods(sku_id=2, quantity=1, unit_price_minor=700)], [], cheaper, currency="CNY")
    assert [(found.what, found.before, found.after) for found in rules.changes(before, after)] == [
        ("sku:1", 500, None), ("freight", 1_000, 0), ("sku:2", None, 700), ("total", 2_000, 700),
    ]  # fmt: skip
    assert rules.changes(after.shown, after) == []


def test_managers_set_what_delivery_costs(
    client: FlaskClient, product: Product, manager: User, agent: User, signed_in: Callable[[User], FlaskClient]
) -> None:
    terms = {"name_en": "Bike", "name_zh": "骑手", "price": "15.00", "free_from": "", "days": "1", "position": "0", "active": "1"}
    desk = signed_in(manager)
    desk.post("/manage/deliveries", data=terms | {"key": "bike", "carrier": "sf"})
    assert db.session.get_one(DeliveryMethod, "bike").price_minor == 1_500
    fill(client, product)
    assert "Bike" in text(client.get("/checkout"))
    desk.post("/manage/deliveries/bike", data=terms | {"price": "-1"})
    desk.post("/manage/deliveries/standard", data=terms | {"active": ""})
    desk.post("/manage/deliveries/express", data=terms | {"active": ""})
    desk.post("/manage/deliveries/bike", data=terms | {"active": ""})
    rows = {row.key: (row.price_minor, row.is_active) for row in db.session.scalars(select(DeliveryMethod))}
    assert rows["bike"] == (1_500, True)
    assert signed_in(agent).get("/manage/deliveries").status_code == 403


def test_the_quote_is_kept_while_nothing_changes(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    assert order_form(client)["quote"] == order_form(client)["quote"]
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0
