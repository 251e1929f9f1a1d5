"""Stock: movements are its only writer, bookings by hand, thresholds, the report, and the last unit under real concurrency."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from kit import sheets
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotAllowed, RuleViolation
from kit.events import EventRecord
from storefront.catalogue.models import Product
from storefront.inventory import jobs
from storefront.inventory.commands import booking, moving
from storefront.inventory.models import StockHold, StockLevel, StockMovement
from storefront.inventory.queries import turnover
from storefront.inventory.vocabulary import Booking, MovementKind
from storefront.orders.models import Order

Browse = Callable[[User], FlaskClient]


def level(product: Product) -> StockLevel:
    mine = select(StockLevel).where(StockLevel.sku_id == product.skus[0].id)
    return db.session.scalars(mine, execution_options={"populate_existing": True}).one()


def told() -> int:
    return db.session.scalars(select(func.count()).where(EventRecord.kind == "StockLow")).one()


@pytest.fixture
def book(product: Product, warehouse: User, now: datetime) -> Callable[..., bool]:
    """book(Booking.DAMAGED, 2, "fell"): the warehouse books units of the product."""

    def by_hand(what: Booking, quantity: int, note: str = "", reference: str = "") -> bool:
        key = reference or f"{what}-{quantity}"
        return booking.book(product.skus[0].id, what, quantity, note=note, reference=key, actor=warehouse, now=now)

    return by_hand


# movements are the only writer (I9)


@pytest.mark.parametrize("counter", ["on_hand", "allocated", "quarantine", "refurb", "scrap_total"])
def test_nobody_writes_a_counter_past_the_movements(product: Product, counter: str) -> None:
    with pytest.raises(DBAPIError, match="movements only"):
        db.session.execute(update(StockLevel).values({counter: 5}))
    db.session.rollback()


@pytest.mark.parametrize("statement", ["UPDATE stock_movement SET quantity = 1", "DELETE FROM stock_movement"])
def test_a_movement_is_never_altered(product: Product, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_level_does_not_begin_with_goods(product: Product) -> None:
    db.session.add(StockLevel(sku_id=product.skus[0].id, location="attic", on_hand=3))
    with pytest.raises(DBAPIError, match="movements only"):
        db.session.flush()
    db.session.rollback()


# bookings by hand


@pytest.mark.parametrize(
    ("what", "quantity", "on_hand", "quarantine"),
    [
        (Booking.RECEIVED, 5, 15, 0), (Booking.COUNTED, 7, 7, 0), (Booking.FOUND, 1, 11, 0), (Booking.DAMAGED, 2, 8, 0),
        (Booking.LOST, 1, 9, 0), (Booking.EXPIRED, 4, 6, 0), (Booking.SAMPLE, 1, 9, 0), (Booking.SET_ASIDE, 3, 7, 3),
    ],
)  # fmt: skip
def test_a_booking_moves_what_it_says(
    product: Product, book: Callable[..., bool], what: Booking, quantity: int, on_hand: int, quarantine: int
) -> None:
    assert book(what, quantity, "because")
    assert (level(product).on_hand, level(product).quarantine) == (on_hand, quarantine)


def test_quarantine_is_emptied_step_by_step(product: Product, book: Callable[..., bool]) -> None:
    for what, quantity in [
        (Booking.SET_ASIDE, 6), (Booking.SENT_TO_REFURBISH, 2), (Booking.REFURBISHED, 1), (Booking.RESTOCKED, 2),
        (Booking.SCRAPPED, 1), (Booking.RETURNED_TO_VENDOR, 1), (Booking.DONATED, 1),
    ]:  # fmt: skip
        book(what, quantity)
    left = level(product)
    assert (left.on_hand, left.quarantine, left.refurb, left.scrap_total) == (6, 0, 1, 1)


def test_a_count_that_was_right_books_nothing(product: Product, book: Callable[..., bool]) -> None:
    assert not book(Booking.COUNTED, 10, "stocktake")
    assert db.session.scalars(select(func.count()).select_from(StockMovement)).one() == 1


def test_the_same_booking_twice_counts_once(product: Product, book: Callable[..., bool]) -> None:
    assert [book(Booking.RECEIVED, 5, reference="delivery 7") for _ in range(2)] == [True, False]
    assert level(product).on_hand == 15


@pytest.mark.parametrize(
    ("what", "quantity", "note", "code"),
    [
        (Booking.DAMAGED, 11, "x", "out_of_stock"), (Booking.DAMAGED, 1, " ", "no_note"), (Booking.RECEIVED, 0, "", "bad_quantity"),
        (Booking.RECEIVED, -3, "", "bad_quantity"), (Booking.RECEIVED, 100_001, "", "bad_quantity"),
        (Booking.RESTOCKED, 1, "", "out_of_stock"),
    ],
)  # fmt: skip
def test_an_impossible_booking_is_refused(
    product: Product, book: Callable[..., bool], what: Booking, quantity: int, note: str, code: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        book(what, quantity, note)
    assert refused.value.code == code
    assert level(product).on_hand == 10


def test_promised_units_are_not_thrown_away(paid_order: Order, warehouse: User, now: datetime) -> None:
    sku_id = paid_order.lines[0].sku_id or 0
    with pytest.raises(RuleViolation, match="not enough"):
        booking.book(sku_id, Booking.DAMAGED, 99, note="flood", reference="f", actor=warehouse, now=now)


@pytest.mark.parametrize("role", ["customer", "agent", "lead"])
def test_only_warehouse_and_managers_book(product: Product, make_user: Callable[..., User], now: datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        booking.book(product.skus[0].id, Booking.RECEIVED, 1, reference="r", actor=make_user(role), now=now)


# thresholds


def test_the_manager_hears_once_that_an_article_runs_low(
    product: Product, manager: User, book: Callable[..., bool], now: datetime
) -> None:
    booking.set_threshold(product.skus[0].id, 8, actor=manager, now=now)
    jobs.watch_thresholds()
    assert told() == 0
    book(Booking.DAMAGED, 2, "fell")
    for _ in range(2):
        jobs.watch_thresholds()
    assert told() == 1


def test_an_article_that_recovered_is_told_again(product: Product, manager: User, book: Callable[..., bool], now: datetime) -> None:
    booking.set_threshold(product.skus[0].id, 8, actor=manager, now=now)
    for what, quantity in [(Booking.DAMAGED, 2), (Booking.RECEIVED, 5), (Booking.DAMAGED, 6)]:
        book(what, quantity, "x")
        jobs.watch_thresholds()
    assert told() == 2


def test_a_threshold_is_the_managers_business(product: Product, warehouse: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        booking.set_threshold(product.skus[0].id, 5, actor=warehouse, now=now)


# the report


def test_the_report_counts_days_of_cover(product: Product, make_product: Callable[..., Product], now: datetime) -> None:
    idle = make_product("IDLE", 9_900, stock=4)
    sku_id = product.skus[0].id
    moving.move(sku_id, MovementKind.ALLOCATED, 6, reference="a", now=now)
    moving.move(sku_id, MovementKind.SHIPPED, 6, reference="s", now=now - timedelta(days=3))
    soon, slow = turnover.soon_out(now), turnover.slow_movers(now)
    assert [(one.row.sku_no, one.sent, one.cover_days, one.to_order) for one in soon] == [("KT-09-1", 6, 20, 2)]
    assert [(one.row.id, one.cover_days, one.tied_up_minor) for one in slow] == [(idle.skus[0].id, None, 39_600)]


# the pages


def test_the_warehouse_books_in_the_browser(product: Product, warehouse: User, signed_in: Browse) -> None:
    path = f"/manage/stock/{product.skus[0].id}"
    sent = {"what": "damaged", "quantity": "2", "note": "fell from the shelf", "idempotency_key": "k1"}
    assert signed_in(warehouse).post(f"{path}/bookings", data=sent).status_code == 303
    assert level(product).on_hand == 8
    shown = signed_in(warehouse).get(path).get_data(as_text=True)
    assert "fell from the shelf" in shown
    assert "Li Wei" in shown


@pytest.mark.parametrize("typed", ["-1", "1e3", "２", "NaN", "", "9999999", "1.5"])
def test_a_strange_quantity_is_refused_and_kept(product: Product, warehouse: User, signed_in: Browse, typed: str) -> None:
    path = f"/manage/stock/{product.skus[0].id}/bookings"
    answer = signed_in(warehouse).post(path, data={"what": "received", "quantity": typed, "note": "kept text"})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="quantity-error"' in shown
    assert "kept text" in shown
    assert level(product).on_hand == 10


def test_a_stocktake_comes_from_a_file(product: Product, manager: User, signed_in: Browse) -> None:
    import io

    browser = signed_in(manager)
    table = sheets.as_csv(["sku", "counted", "note", "threshold"], [["KT-09-1", 7, "stocktake", 3], ["NONE", 1, "x", ""]])
    form = {"file": (io.BytesIO(table), "count.csv"), "idempotency_key": "file-1"}
    shown = browser.post("/manage/stock/import", data=form).get_data(as_text=True)
    assert "There is no article with this number." in shown
    assert (level(product).on_hand, level(product).threshold) == (7, 3)


def test_the_list_is_narrowed_and_exported(
    product: Product, make_product: Callable[..., Product], manager: User, signed_in: Browse
) -> None:
    make_product("GONE", stock=0)
    browser = signed_in(manager)
    assert "KT-09-1" not in browser.get("/manage/stock?state=out").get_data(as_text=True)
    lines = browser.get("/manage/stock/export?q=kettle").get_data(as_text=True).splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ['"KT-09-1"']


def test_one_threshold_for_many(product: Product, manager: User, signed_in: Browse) -> None:
    sent = {"id": [product.skus[0].id, 999_999], "threshold": "4", "idempotency_key": "k"}
    shown = signed_in(manager).post("/manage/stock/bulk", data=sent).get_data(as_text=True)
    assert "The threshold is 4 now." in shown
    assert "Refused" in shown
    assert level(product).threshold == 4


@pytest.mark.parametrize(("role", "status"), [("customer", 403), ("agent", 403), ("warehouse", 200), ("manager", 200)])
@pytest.mark.parametrize("path", ["/manage/stock", "/manage/stock/report", "/manage/stock/export", "/manage/stock/import"])
def test_the_stock_is_for_warehouse_and_managers(
    app: Flask, make_user: Callable[..., User], signed_in: Browse, path: str, role: str, status: int
) -> None:
    assert signed_in(make_user(role)).get(path).status_code == status


# the last unit


def test_two_processes_with_fifty_buyers_sell_the_last_three_pieces_thrice(
    app: Flask, make_product: Callable[..., Product], customer: User
) -> None:
    sku_id = make_product("LAST", 1_000, stock=3).skus[0].id
    command = [
        sys.executable,
        "-m",
        "tests.fixtures.racer",
        app.config["SETTINGS"].database_url,
        str(sku_id),
        str(customer.id),
        "25",
    ]
    racers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    ended = [code for racer in racers for code in json.loads(racer.communicate(timeout=60)[0])]
    db.session.rollback()
    assert sorted(ended) == ["done"] * 3 + ["out_of_stock"] * 47
    assert db.session.scalars(select(StockLevel.held).where(StockLevel.sku_id == sku_id)).one() == 3
    assert db.session.scalars(select(func.sum(StockHold.quantity)).where(StockHold.sku_id == sku_id)).one() == 3
