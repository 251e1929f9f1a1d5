"""`helpdesk seed --demo`: the demo shop. `setup` makes a real one of it."""

from collections.abc import Callable
from datetime import datetime

import click

from helpdesk.opening import with_app

FILLING = 4_716_002  # advisory lock


@click.command()
@click.option("--demo", is_flag=True, required=True, help="Fill the database with the demo shop Linden.")
@click.option("--password", envvar="DEMO_PASSWORD", default="", help="Password of the demo sign-ins; made up when left out.")
@with_app
def seed(demo: bool, password: str) -> None:
    """Fill an empty database with the demo shop; safe to repeat."""
    import secrets

    from helpdesk.operations.database import upgrade_schema
    from kit import clock

    upgrade_schema()
    chosen = password or f"linden-{secrets.token_hex(4)}"
    fill(chosen, now=clock.now())
    click.echo(f"The demo shop is ready. Password of the demo sign-ins: {chosen}")


def fill(password: str, *, now: datetime, when_open: Callable[[], object] | None = None) -> None:
    """Fill the database with the demo, one process at a time.

    One that was interrupted half way is emptied and begun again, so nothing is there twice. Raises RuleViolation("not_empty") for a
    real shop."""
    from helpdesk.demo import seeding
    from helpdesk.operations.emptying import empty_the_shop
    from kit import profile
    from kit.db import one_at_a_time
    from kit.errors import RuleViolation

    with one_at_a_time(FILLING):
        profile.forget()
        shop = profile.current()
        if shop.is_set_up and not shop.is_demo:
            raise RuleViolation("not_empty", "This is a real shop; the demo goes only into an empty database.")
        if shop.is_being_filled:
            empty_the_shop(now)
        seeding.seed_demo(password, now=now, when_open=when_open)
