"""What must hold when many act at once: real threads, each with its own connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from helpdesk import shop
from helpdesk.shop import RefundPart
from kit.accounts.models import User
from kit.db import db
from kit.errors import DomainError
from storefront.catalogue.models import Product
from storefront.inventory.models import StockLevel
from storefront.orders.commands import placing
from storefront.orders.commands.placing import Draft
from storefront.orders.models import Order, OrderLine
from storefront.payments import queries
from storefront.payments.models import Refund
from storefront.payments.providers import test_wallet as wallet
from tests.fixtures.shop import HOME

AT_ONCE = 20


def together(app: Flask, act: Callable[[int], object], at_once: int = AT_ONCE) -> list[str]:
    """Run `act` in twenty threads (or `at_once`) at the same moment; what each ended with: "done" or the code of the refusal."""
    start = Barrier(at_once)

    def one(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                act(number)
            except DomainError as refused:
                return refused.code
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(at_once) as threads:
        ended = list(threads.map(one, range(at_once)))
    db.session.rollback()
    return sorted(ended)


def test_twenty_refunds_of_60_on_100_pay_once(
    app: Flask, make_product: Callable[..., Product], make_order: Callable[..., Order], now: datetime, work: Callable[[], None]
) -> None:
    app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    order = make_order(products=[(make_product("HUNDRED", 10_000), 1)], coupon="", delivery="standard")
    order_id, part = order.id, RefundPart(order_line_id=order.lines[0].id, amount_minor=6_000)
    ended = together(app, lambda n: shop.request_refund(order_id, [part], "", f"parallel-{n}", None, now))
    assert ended.count("done") == 1
    assert set(ended) == {"done", "over_amount"}
    work()
    assert wallet.paid_back(queries.payments_of(order_id)[0].idempotency_key) == 6_000


def test_twenty_times_the_same_refund_is_one(app: Flask, paid_order: Order, now: datetime) -> None:
    order_id, part = paid_order.id, RefundPart(order_line_id=paid_order.lines[0].id, quantity=1, amount_minor=11_414)
    assert together(app, lambda _: shop.request_refund(order_id, [part], "", "same", None, now)) == ["done"] * AT_ONCE
    assert db.session.scalar(select(func.count()).select_from(Refund)) == 1


def test_the_last_three_pieces_are_sold_three_times(
    app: Flask, make_product: Callable[..., Product], customer: User, now: datetime
) -> None:
    sku_id, customer_id = make_product("LAST", 1_000, stock=3).skus[0].id, customer.id
    draft = Draft(wanted=[(sku_id, 1)], recipient=HOME)
    ended = together(app, lambda _: placing.place(draft, customer_id=customer_id, now=now))
    assert (ended.count("done"), ended.count("out_of_stock")) == (3, AT_ONCE - 3)
    assert db.session.scalars(select(StockLevel.held).where(StockLevel.sku_id == sku_id)).one() == 3


def test_baskets_in_opposite_order_never_wait_for_each_other(
    app: Flask, make_product: Callable[..., Product], customer: User, now: datetime
) -> None:
    one, two, customer_id = make_product("ONE").skus[0].id, make_product("TWO").skus[0].id, customer.id
    drafts = [Draft(wanted=wanted, recipient=HOME) for wanted in ([(one, 1), (two, 1)], [(two, 1), (one, 1)])]
    assert together(app, lambda n: placing.place(drafts[n % 2], customer_id=customer_id, now=now)) == ["done"] * AT_ONCE


def test_the_same_key_at_once_places_one_order(app: Flask, product: Product, customer: User, now: datetime) -> None:
    draft = Draft(wanted=[(product.skus[0].id, 1)], recipient=HOME, idempotency_key="twice")
    customer_id = customer.id
    assert together(app, lambda _: placing.place(draft, customer_id=customer_id, now=now)) == ["done"] * AT_ONCE
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_the_last_unit_has_one_remedy(app: Flask, order: Order, now: datetime) -> None:
    line_id, held = order.lines[1].id, []
    together(app, lambda _: held.append(shop.hold_quantity(line_id, 1, now=now)))
    assert held.count(True) == 1
    assert db.session.scalars(select(OrderLine.qty_open).where(OrderLine.id == line_id)).one() == 1
