"""The last units are sold once, whatever the number of processes: fifty checkouts from two real ones."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from multiprocessing.synchronize import Barrier

from flask import Flask
from sqlalchemy import func, select

from helpdesk.app import create_app
from kit.accounts.models import User
from kit.db import db
from kit.errors import DomainError
from kit.settings import Settings
from storefront.catalogue.models import Product
from storefront.inventory.models import StockHold, StockLevel
from storefront.orders.commands.placing import Draft
from storefront.orders.models import Order
from storefront.payments.commands import checkout
from storefront.payments.models import Payment
from tests.fixtures.shop import HOME

CHECKOUTS, AT_ONCE = 25, 12


def buy(settings: Settings, start: Barrier, sku_id: int, customer_id: int, now: datetime) -> list[str]:
    """What a process does: buy one piece twenty-five times, twelve at once; how each ended."""
    app = create_app(settings)

    def one(_number: int) -> str:
        with app.app_context():
            try:
                draft = Draft(wanted=[(sku_id, 1)], recipient=HOME)
                checkout.check_out(draft, provider="test_wallet", customer_id=customer_id, now=now)
            except DomainError as refused:
                return refused.code
            finally:
                db.session.remove()
            return "done"

    start.wait(60)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(CHECKOUTS)))


def test_fifty_checkouts_of_two_processes_sell_the_last_three_units_thrice(
    app: Flask, make_product: Callable[..., Product], customer: User, now: datetime
) -> None:
    sku_id, customer_id = make_product("LAST", 1_000, stock=3).skus[0].id, customer.id
    db.session.rollback()
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(2) as processes:
        start = manager.Barrier(2)
        work = [(app.config["SETTINGS"], start, sku_id, customer_id, now)] * 2
        ended = [code for codes in processes.starmap(buy, work) for code in codes]
    assert (ended.count("done"), ended.count("out_of_stock")) == (3, 2 * CHECKOUTS - 3)
    level = db.session.scalars(select(StockLevel).where(StockLevel.sku_id == sku_id)).one()
    assert (level.on_hand, level.allocated, level.held) == (3, 0, 3)
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Order, StockHold, Payment)]
    assert counts == [3, 3, 3]
