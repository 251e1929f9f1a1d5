"""The shop's pages: finding, buying, following, in both languages and without script."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kit.accounts.models import User
from kit.db import command, db
from kit.web.idempotency import new_key
from storefront.catalogue.commands import publishing, stocking
from storefront.catalogue.models import Product, Sku
from storefront.catalogue.vocabulary import DelistReason
from storefront.members.commands import accounts
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments.providers import test_wallet as wallet

ADDRESS = {"recipient": "Hannah Brooks", "phone": "139 1234 5520", "street": "88 Hengshan Road", "region": "Shanghai"}


def text(response: object) -> str:
    return response.get_data(as_text=True)  # type: ignore[attr-defined,no-any-return]


def fill(client: FlaskClient, product: Product, quantity: int = 1) -> None:
    assert client.post("/cart/lines", data={"sku": product.skus[0].id, "quantity": quantity}).status_code == 303


def order_form(client: FlaskClient, **changes: str) -> dict[str, str]:
    shown = text(client.get("/checkout"))
    quote = re.search(r'name="quote"[^>]*value="([^"]+)"', shown) or re.search(r'value="([^"]+)"[^>]*name="quote"', shown)
    assert quote
    chosen = {"quote": quote[1], "delivery": "standard", "provider": "test_wallet", "idempotency_key": new_key()}
    return {**ADDRESS, **chosen, **changes}


def orders() -> list[Order]:
    return list(db.session.scalars(select(Order).order_by(Order.id), execution_options={"populate_existing": True}))


def test_the_front_page_shows_goods_in_the_readers_language(client: FlaskClient, product: Product) -> None:
    assert "Gooseneck Kettle 0.9 L" in text(client.get("/"))
    client.set_cookie("locale", "zh_Hans")
    shown = text(client.get("/"))
    assert "细口手冲壶 0.9 升" in shown
    assert "全部商品" in shown


def test_the_banner_leads_to_its_product(client: FlaskClient, product: Product, now: datetime) -> None:
    stocking.show_banner(product.id, {"en": "Good coffee starts with a steady pour", "zh": "好咖啡从稳稳的水流开始"}, now=now)
    assert "steady pour" in text(client.get("/"))


@pytest.mark.parametrize("words", ["kettle", "KETTLE goose", "手冲", "KT-09", "细口 0.9"])
def test_search_finds_words_of_both_languages(client: FlaskClient, product: Product, words: str) -> None:
    assert "/p/kt-09" in text(client.get("/search", query_string={"q": words}))


@pytest.mark.parametrize("words", ["teapot", "%", "_", "' OR 1=1 --", "<script>", "a" * 500])
def test_search_finds_nothing_else(client: FlaskClient, product: Product, words: str) -> None:
    response = client.get("/search", query_string={"q": words})
    assert (response.status_code, "Nothing matches." in text(response)) == (200, True)
    assert "<script>" not in text(response)


def test_an_order_number_leads_to_its_order(client: FlaskClient, order: Order) -> None:
    response = client.get("/search", query_string={"q": order.number.lower()})
    assert response.location == f"/orders/{order.number}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("price=1", True),
        ("price=0", False),
        ("price=0&price=1", True),
        ("stars=4", False),
        ("sort=dearest", True),
        ("sort=nonsense&price=99&stars=x&page=%%%", True),
        ("sale=1", False),
    ],
)
def test_filters_narrow_the_listing(client: FlaskClient, product: Product, query: str, found: bool) -> None:
    assert ("Nothing matches." not in text(client.get(f"/c/coffee-tea?{query}"))) is found


def test_htmx_gets_the_listing_alone(client: FlaskClient, product: Product) -> None:
    part = text(client.get("/?sort=newest", headers={"HX-Request": "true"}))
    assert part.lstrip().startswith("<div")
    assert "<html" not in part


@pytest.mark.parametrize("sort", ["popular", "newest", "cheapest", "dearest", "best_rated"])
def test_pages_of_a_listing_hold_every_product_once(client: FlaskClient, make_product: Callable[..., Product], sort: str) -> None:
    for number in range(30):
        make_product(f"P{number:02}", 1_000 + number % 3, stock=0)
    path, seen = f"/?sort={sort}", []
    while path:
        shown = text(client.get(path))
        seen += re.findall(r'href="/p/(p\d+)"', shown)
        more = re.search(r'href="([^"]+)" rel="next"', shown)
        path = more[1].replace("&amp;", "&") if more else ""
    assert sorted(seen) == [f"p{number:02}" for number in range(30)]


def test_lists_take_the_same_queries_for_one_and_for_many(
    client: FlaskClient, make_product: Callable[..., Product], count_queries: Callable[..., object]
) -> None:
    make_product("P0")
    client.get("/")
    with count_queries() as few:  # type: ignore[attr-defined]
        client.get("/")
    for number in range(1, 15):
        make_product(f"P{number}")
    with count_queries() as many:  # type: ignore[attr-defined]
        client.get("/")
    assert len(many) == len(few) <= 9


def test_a_product_page_shows_what_can_be_bought(client: FlaskClient, product: Product) -> None:
    shown = text(client.get("/p/kt-09"))
    assert "¥459.00" in shown
    assert "Add to bag" in shown
    assert "Repair for one year" in shown


def test_a_sold_out_product_says_so(client: FlaskClient, make_product: Callable[..., Product]) -> None:
    make_product("GONE", stock=0)
    shown = text(client.get("/p/gone"))
    assert "Sold out" in shown
    assert "Add to bag" not in shown


def test_a_delisted_product_keeps_its_page(client: FlaskClient, product: Product, now: datetime) -> None:
    publishing.delist(product.id, DelistReason.OTHER, now=now)
    response = client.get("/p/kt-09")
    assert (response.status_code, "no longer sold" in text(response)) == (200, True)
    assert "/p/kt-09" not in text(client.get("/"))


@pytest.mark.parametrize("path", ["/p/none", "/c/none", "/c/%2e%2e", "/p/" + "x" * 3000])
def test_unknown_goods_are_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_guest_buys_pays_and_follows_the_order(client: FlaskClient, product: Product, work: Callable[[], None]) -> None:
    fill(client, product, 2)
    assert "¥918.00" in text(client.get("/cart"))
    placed = client.post("/checkout", data=order_form(client, email="lin@example.com"))
    number = orders()[0].number
    assert placed.location == f"/orders/{number}/pay"
    assert "Pay ¥918.00" in text(client.get(placed.location))
    assert client.post(placed.location, data={"idempotency_key": new_key()}).location == f"/orders/{number}"
    shown = text(client.get(f"/orders/{number}"))
    assert "We are packing your order" in shown
    assert "139 **** 5520" in shown
    assert "12345520" not in shown
    assert "Your bag is empty" in text(client.get("/cart"))


def test_a_guest_must_leave_an_address(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    response = client.post("/checkout", data=order_form(client, email="nonsense"))
    assert (response.status_code, orders()) == (422, [])
    assert "88 Hengshan Road" in text(response)


def test_the_same_form_twice_is_one_order(signed_in: Callable[[User], FlaskClient], customer: User, product: Product) -> None:
    client = signed_in(customer)
    fill(client, product)
    form = order_form(client)
    first, second = client.post("/checkout", data=form), client.post("/checkout", data=form)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(orders()) == 1


def test_points_and_credit_pay_what_they_can(
    signed_in: Callable[[User], FlaskClient], customer: User, product: Product, funds: dict[str, int]
) -> None:
    client = signed_in(customer)
    fill(client, product)
    client.post("/checkout", data=order_form(client, use_store_credit="y", use_points="y"))
    shown = text(client.get(f"/orders/{orders()[0].number}/pay"))
    assert "Pay ¥379.00" in shown


def test_an_order_that_credit_covers_is_paid_at_once(
    signed_in: Callable[[User], FlaskClient], customer: User, product: Product, now: datetime
) -> None:
    accounts.issue_store_credit(customer.id, 100_000, "CNY", reference="much", now=now)
    client = signed_in(customer)
    fill(client, product)
    response = client.post("/checkout", data=order_form(client, use_store_credit="y"))
    assert response.location == f"/orders/{orders()[0].number}"
    assert orders()[0].status is OrderStatus.PAID


def test_a_changed_price_is_shown_and_the_bag_kept(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    form = order_form(client, email="lin@example.com")

    command(db.session.execute)(update(Sku).values(price_minor=50_000))
    response = client.post("/checkout", data=form)
    assert (response.status_code, orders()) == (409, [])
    assert "A price changed while you were ordering" in text(response)
    assert "¥500.00" in text(response)


def test_prices_sent_by_the_browser_are_ignored(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    client.post("/checkout", data=order_form(client, email="a@example.com", price="1", payable_minor="1", unit_price_minor="1"))
    assert orders()[0].payable_minor == 45_900


@pytest.mark.parametrize("quantity", ["0", "-1", "100", "NaN", "1e3", "", "１", "9" * 30])
def test_odd_quantities_put_nothing_into_the_bag(client: FlaskClient, product: Product, quantity: str) -> None:
    client.post("/cart/lines", data={"sku": product.skus[0].id, "quantity": quantity})
    shown = text(client.get("/cart"))
    assert "Your bag is empty" in shown or quantity == "１"


def test_a_wrong_coupon_explains_itself(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    client.post("/cart/coupon", data={"code": "NOPE"})
    assert "We do not know this coupon" in text(client.get("/cart"))


def test_the_guests_bag_comes_along_at_sign_in(app: Flask, client: FlaskClient, customer: User, product: Product) -> None:
    from kit import clock
    from kit.accounts import commands

    fill(client, product, 2)
    token = commands.begin_session(customer, address="", agent="", now=clock.now())
    with client.session_transaction() as session:
        session.update({"_user_id": customer.fs_uniquifier, "_fresh": True, "token": token})
    assert "¥918.00" in text(client.get("/cart"))


def test_a_declined_payment_can_be_tried_again(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    path = client.post("/checkout", data=order_form(client, email="lin@example.com")).location
    wallet.script("create", "decline")
    response = client.post(path, data={"idempotency_key": new_key()})
    assert (response.status_code, "declined and nothing was charged" in text(response)) == (422, True)
    client.post(path, data={"idempotency_key": new_key()})
    assert orders()[0].status is OrderStatus.PAID


def test_a_lost_payment_says_that_we_wait(client: FlaskClient, product: Product) -> None:
    fill(client, product)
    path = client.post("/checkout", data=order_form(client, email="lin@example.com")).location
    wallet.script("create", "lost_after")
    client.post(path, data={"idempotency_key": new_key()})
    assert "You do not need to pay again" in text(client.get(path))


def test_my_orders_are_mine(
    signed_in: Callable[[User], FlaskClient], customer: User, make_user: Callable[..., User], order: Order
) -> None:
    mine, other = signed_in(customer), signed_in(make_user(name="Li Na"))
    assert order.number in text(mine.get("/orders"))
    assert mine.get(f"/orders/{order.number}").status_code == 200
    assert order.number not in text(other.get("/orders"))
    for path in (f"/orders/{order.number}", f"/orders/{order.number}/pay"):
        assert other.get(path).status_code == 404
    for path in ("again", "confirm", "cancel", "pay"):
        assert other.post(f"/orders/{order.number}/{path}").status_code == 404


def test_strangers_are_asked_to_sign_in(client: FlaskClient, order: Order) -> None:
    assert client.get(f"/orders/{order.number}").location.startswith("/login?next=")
    assert client.get("/orders").location.startswith("/login?next=")


def test_the_order_page_shows_parcel_items_and_money(
    signed_in: Callable[[User], FlaskClient], customer: User, order: Order
) -> None:
    shown = text(signed_in(customer).get(f"/orders/{order.number}"))
    for said in ("Delivered on Tue 12 May", "Arc Desk Lamp", "−¥40.00", "¥317.20", "Test wallet", "SF Express", "Store credit"):
        assert said in shown
    assert "Room 1204" in shown


def test_the_order_page_takes_the_same_queries_for_one_line_and_for_three(
    signed_in: Callable[[User], FlaskClient], customer: User, make_order: Callable[..., Order], product: Product,
    count_queries: Callable[..., object],
) -> None:  # fmt: skip
    client, one, three = signed_in(customer), make_order(products=[(product, 1)]), make_order()
    client.get(f"/orders/{one.number}")
    with count_queries() as few:  # type: ignore[attr-defined]
        client.get(f"/orders/{one.number}")
    with count_queries() as many:  # type: ignore[attr-defined]
        client.get(f"/orders/{three.number}")
    assert len(_of_the_shop(many)) == len(_of_the_shop(few))


def _of_the_shop(statements: list[str]) -> list[str]:
    """Without those of the desk's parts on the page, which have tests of their own."""
    return [sql for sql in statements if "aftersale" not in sql]


def test_a_customer_cancels_and_gets_everything_back(
    signed_in: Callable[[User], FlaskClient], customer: User, paid_order: Order, work: Callable[[], None]
) -> None:
    client = signed_in(customer)
    client.post(f"/orders/{paid_order.number}/cancel", data={"idempotency_key": new_key()})
    work()
    assert orders()[0].status is OrderStatus.CLOSED
    assert "Refunded" in text(client.get(f"/orders/{paid_order.number}"))
    assert wallet.paid_back(f"order-{paid_order.number}-1") == 31_720


def test_buying_again_fills_the_bag(signed_in: Callable[[User], FlaskClient], customer: User, order: Order) -> None:
    client = signed_in(customer)
    assert client.post(f"/orders/{order.number}/again").location == "/cart"
    assert "Arc Desk Lamp" in text(client.get("/cart"))


def test_a_buyer_reviews_what_arrived(signed_in: Callable[[User], FlaskClient], customer: User, order: Order) -> None:
    client, path = signed_in(customer), f"/reviews/new/{order.lines[0].id}"
    assert path in text(client.get(f"/orders/{order.number}"))
    assert client.post(path, data={"body": "Fine."}).status_code == 422
    assert client.post(path, data={"stars": "4", "body": "Fine <b>light</b>."}).location == f"/orders/{order.number}"
    shown = text(client.get("/p/ea"))
    assert "Fine &lt;b&gt;light&lt;/b&gt;." in shown
    assert "Hannah B." in shown
    assert "Bought here" in shown
    assert client.post(path, data={"stars": "1"}).status_code == 409


def test_the_warehouse_sends_and_delivers(
    signed_in: Callable[[User], FlaskClient], warehouse: User, customer: User, paid_order: Order
) -> None:
    client = signed_in(warehouse)
    assert paid_order.number in text(client.get("/manage/parcels"))
    sent = {"carrier": "sf", "tracking": "SF123456", "idempotency_key": new_key()}
    client.post(f"/manage/parcels/orders/{paid_order.number}", data=sent)
    assert orders()[0].status is OrderStatus.SHIPPED
    path = re.search(r'action="(/manage/parcels/\d+/scans)"', text(client.get("/manage/parcels")))
    assert path
    client.post(path[1], data={"status": "delivered", "place": "Shanghai", "idempotency_key": new_key()})
    assert orders()[0].status is OrderStatus.DELIVERED
    assert signed_in(customer).get("/manage/parcels").status_code == 403


@pytest.mark.parametrize("path", ["/manage/products", "/manage/orders", "/manage/parcels"])
def test_shop_management_is_for_staff(
    signed_in: Callable[[User], FlaskClient], client: FlaskClient, customer: User, manager: User, order: Order, path: str
) -> None:
    assert signed_in(manager).get(path).status_code == 200
    assert signed_in(customer).get(path).status_code == 403
    assert client.get(path).status_code == 302
