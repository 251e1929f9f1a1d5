"""The demo shop as a whole: always the same numbers, relative to the present instant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from helpdesk.demo import aftercare, aftersales, cast, dialogues, offers, purchases
from helpdesk.demo.dialogues import Played, Scene
from helpdesk.demo.purchases import Purchase
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


def seed_demo(password: str, *, now: datetime, when_open: Callable[[], object] | None = None) -> None:
    """Fill an empty database with the demo shop. Safe to repeat: then only the sign-ins get the new password.

    Two transactions: once the shop has people, goods and orders, `when_open` is called; then the desk gets its history. Was it
    ended between them (`Profile.is_being_filled`), the database must be emptied before it begins again."""
    defaults.install_all(now)
    with outbox.silenced():
        rng = Random(SEED)
        opened = _open_the_shop(password, rng, now=now)
        if opened is None:
            return
        (when_open or _nobody_waits)()
        _write_history(opened, rng, now=now)


def _nobody_waits() -> None:
    """Nobody asked to be told that the shop is open."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What the history is about: what was bought, and who looks after it."""

    bought: Sequence[Purchase]
    crew: aftersales.Crew


@command
def _open_the_shop(password: str, rng: Random, *, now: datetime) -> Opened | None:
    """People, goods and orders; None when they are there, then only the sign-ins are renewed."""
    is_there = db.session.scalar(select(User.id).where(User.is_demo).limit(1)) is not None
    colleagues = cast.hire(password, now=now)
    if is_there:
        cast.let_the_star_in(password, now=now)
        return None
    customers = cast.register(password, rng, now=now)
    plans = purchases.plans(customers, rng, now=now)
    products = loading.stock_shelves(purchases.units(plans), now=now - FOUNDED)
    loading.offer_ways_of_payment()
    loading.show_banner(products["kettle"], now=now - FOUNDED)
    loading.leave_one_to_approve(products["kettle"], "brewing", now=now - timedelta(days=1))
    bought = purchases.buy_all(plans, products, now=now)
    offers.offer(now=now)
    profile.save(is_demo=True)
    agents = [one for one in colleagues if one.role == Role.AGENT]
    warehouse = next(one for one in colleagues if one.role == Role.WAREHOUSE)
    return Opened(bought=bought, crew=aftersales.Crew(agents=agents, warehouse=warehouse))


@command
def _write_history(opened: Opened, rng: Random, *, now: datetime) -> None:
    """Sixty days of conversations, cases, surveys, visits and reviews."""
    bought, agents = opened.bought, opened.crew.agents
    played = _acted_out(dialogues.scenes(bought, agents, rng, now=now), rng, now)
    aftersales.ask_back(bought, opened.crew, rng, now=now)
    _forget()
    aftercare.ask_how_it_was(played, rng, now=now)
    aftercare.visit(played, agents, rng, now=now)
    aftercare.review(bought, rng, now=now)
    for one in played:
        dialogues.close(one)
    while sweeping.sweep(now=now):
        db.session.flush()
    profile.save(is_set_up=True)


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
