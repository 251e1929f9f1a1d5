"""The one door: what the desk reads of the shop, and what it may ask for."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select

from helpdesk import shop
from helpdesk.returns.documents import quotes
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound, RuleViolation
from storefront.catalogue.models import Product
from storefront.inventory.models import StockLevel
from storefront.members.commands import enrolment
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus


def test_an_order_is_whole_and_belongs_to_its_customer(order: Order, customer: User, make_user: Callable[..., User]) -> None:
    seen = shop.order_for_customer(customer.id, order.number)
    assert (seen.payable_minor, seen.recipient, seen.phone) == (31720, "Hannah Brooks", "13912345520")
    assert [(line.name["en"], line.state, line.returnable) for line in seen.lines] == [
        ("Arc Desk Lamp", "delivered", 2), ("Stoneware Vase", "delivered", 1), ("Linen Napkin", "delivered", 3),
    ]  # fmt: skip
    assert seen.lines[0].product_slug == "ea"
    with pytest.raises(NotFound):
        shop.order_for_customer(make_user(name="Li Na").id, order.number)


def test_a_read_order_takes_the_same_queries_whatever_its_lines(
    order: Order, make_order: Callable[..., Order], product: Product, count_queries: Callable[..., object]
) -> None:
    one = make_order(products=[(product, 1)])
    with count_queries() as few:  # type: ignore[attr-defined]
        shop.order(one.id)
    with count_queries() as many:  # type: ignore[attr-defined]
        shop.order(order.id)
    assert len(many) == len(few) <= 3


@pytest.mark.parametrize(
    "spoken", [lambda o: o.number, lambda o: o.number[2:].lower(), lambda o: "Hannah", lambda o: "hannah.brooks@example.com",
               lambda o: "139 1234 5520", lambda o: f"{o.number}-1"],
)  # fmt: skip
def test_an_order_is_found_by_what_a_customer_says(order: Order, spoken: Callable[[Order], str]) -> None:
    assert [found.number for found in shop.search_orders(spoken(order))] == [order.number]


@pytest.mark.parametrize("words", ["", "%%%", "___", "Li", "nobody@example.com", "LD260510-XXXXXXX"])
def test_nothing_else_is_found(order: Order, words: str) -> None:
    assert shop.search_orders(words) == []


def test_a_quote_of_the_order_equals_worked_example_a(order: Order) -> None:
    asked = shop.quote_input(order.id)
    lamp = str(order.lines[0].id)
    asked["return"] = {"lines": [{"id": lamp, "quantity": 1}], "shipping_minor": 0}
    answer = quotes.answer(asked)
    assert (answer["refund_minor"], answer["tax_minor"]) == (11414, 1313)
    assert [tender["refund_minor"] for tender in answer["tenders"]] == [8535, 1799, 1080]
    assert [list(shares.values()) for shares in answer["discount_shares"].values()] == [[2972, 686, 342]]


def test_a_customers_worth_follows_what_was_kept(order: Order, customer: User, now: datetime, work: Callable[[], None]) -> None:
    enrolment.enrol(customer.id, growth=7_000, now=now)
    part = shop.RefundPart(order_line_id=order.lines[1].id, quantity=1, amount_minor=5264)
    shop.request_refund(order.id, [part], "", "r1", None, now)
    work()
    worth = shop.customer_summary(customer.id)
    assert (worth.orders_count, worth.spent_minor, worth.level) == (1, 31720 - 5264, "gold")


def test_returned_goods_wait_in_quarantine_until_disposed(order: Order, now: datetime) -> None:
    sku_id = order.lines[0].sku_id or 0
    assert [shop.receive_return(sku_id, 2, "R-1:1", now) for _ in range(2)] == [True, False]
    level = db.session.scalars(select(StockLevel).where(StockLevel.sku_id == sku_id)).one()
    assert (level.on_hand, level.quarantine) == (98, 2)
    assert shop.dispose(sku_id, "restock_new", 1, "R-1:1:a", now) is True
    assert shop.dispose(sku_id, "hold_as_evidence", 1, "R-1:1:b", now) is False
    with pytest.raises(RuleViolation):
        shop.dispose(sku_id, "scrap", 2, "R-1:1:c", now)
    level = db.session.scalars(select(StockLevel).where(StockLevel.sku_id == sku_id)).one()
    assert (level.on_hand, level.quarantine) == (99, 1)


def test_a_replacement_costs_what_the_replaced_goods_had_cost(order: Order, product: Product, now: datetime) -> None:
    line, sku_id = order.lines[0], product.skus[0].id
    numbers = {shop.place_replacement(line.id, sku_id, 1, "R-1:exchange", now) for _ in range(2)}
    assert len(numbers) == 1
    replacement = shop.order_by_number(numbers.pop())
    assert (replacement.status, replacement.payable_minor) == (OrderStatus.PAID, 11414)
    assert replacement.lines[0].origin_case_ref == "R-1:exchange"
    allocated = select(func.sum(StockLevel.allocated)).where(StockLevel.sku_id == sku_id)
    assert db.session.scalar(allocated) == 1
