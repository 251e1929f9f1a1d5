"""The demo shop as a whole: one transaction, always the same numbers, relative to the present instant."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from helpdesk.demo import aftercare, aftersales, cast, dialogues, purchases
from helpdesk.demo.dialogues import Played, Scene
from helpdesk.notifications import outbox
from helpdesk.sla.commands import sweeping
from kit import defaults, profile
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import command, db
from storefront.seed import loading

SEED = 20260514
FORGETTING = 10  # tickets
FOUNDED = timedelta(days=90)


def seed_demo(password: str, *, now: datetime) -> None:
    """Fill an empty database with the demo shop. Safe to repeat: then only the sign-ins get the new password."""
    defaults.install_all(now)
    with outbox.silenced():
        _stage(password, now=now)


@command
def _stage(password: str, *, now: datetime) -> None:
    is_there = db.session.scalar(select(User.id).where(User.is_demo).limit(1)) is not None
    colleagues = cast.hire(password, now=now)
    if is_there:
        cast.let_the_star_in(password, now=now)
        return
    rng = Random(SEED)
    customers = cast.register(password, rng, now=now)
    plans = purchases.plans(customers, rng, now=now)
    products = loading.stock_shelves(purchases.units(plans), now=now - FOUNDED)
    loading.show_banner(products["kettle"], now=now - FOUNDED)
    bought = purchases.buy_all(plans, products, now=now)
    agents = [one for one in colleagues if one.role == Role.AGENT]
    played = _acted_out(dialogues.scenes(bought, agents, rng, now=now), rng, now)
    warehouse = next(one for one in colleagues if one.role == Role.WAREHOUSE)
    crew = aftersales.Crew(agents=agents, warehouse=warehouse)
    aftersales.ask_back(bought, crew, rng, now=now)
    _forget()
    aftercare.ask_how_it_was(played, rng, now=now)
    aftercare.visit(played, agents, rng, now=now)
    aftercare.review(bought, rng, now=now)
    for one in played:
        dialogues.close(one)
    while sweeping.sweep(now=now):
        db.session.flush()
    profile.save(is_demo=True, is_set_up=True)


def _acted_out(scenes: list[Scene], rng: Random, now: datetime) -> list[Played]:
    played = []
    for place, scene in enumerate(scenes):
        played.append(dialogues.play(scene, rng, now=now))
        if place % FORGETTING == 0:
            _forget()
    return played


def _forget() -> None:
    """What is written is only read from here on: a session that knows little works fast."""
    db.session.flush()
    db.session.expunge_all()
