"""The demo shop as a whole: one transaction, always the same numbers, relative to the present instant."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from helpdesk.demo import cast, purchases
from helpdesk.notifications import outbox
from kit import defaults, profile
from kit.accounts.models import User
from kit.db import command, db
from storefront.seed import loading

SEED = 20260514
FOUNDED = timedelta(days=90)


def seed_demo(password: str, *, now: datetime) -> None:
    """Fill an empty database with the demo shop. Safe to repeat: then only the sign-ins get the new password."""
    defaults.install_all(now)
    with outbox.silenced():
        _stage(password, now=now)


@command
def _stage(password: str, *, now: datetime) -> None:
    is_there = db.session.scalar(select(User.id).where(User.is_demo).limit(1)) is not None
    cast.hire(password, now=now)
    if is_there:
        cast.let_the_star_in(password, now=now)
        return
    rng = Random(SEED)
    customers = cast.register(password, rng, now=now)
    plans = purchases.plans(customers, rng, now=now)
    products = loading.stock_shelves(purchases.units(plans), now=now - FOUNDED)
    loading.show_banner(products["kettle"], now=now - FOUNDED)
    bought = purchases.buy_all(plans, products, now=now)
    profile.save(is_demo=True, is_set_up=True)
