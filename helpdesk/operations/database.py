"""`helpdesk db upgrade` and `db revision`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpdesk.opening import with_app

if TYPE_CHECKING:
    from alembic.config import Config

UPGRADING = 4_716_001  # advisory lock


@click.group()
def db() -> None:
    """The database schema."""


@db.command()
@with_app
def upgrade() -> None:
    """Bring the schema up to this version and write missing default rows."""
    upgrade_schema()
    click.echo("The schema is up to date.")


@db.command()
@click.argument("subject")
@with_app
def revision(subject: str) -> None:
    """Draft a migration from what the models have and the database has not. Read it before you commit it."""
    from alembic import command

    config = alembic_config()
    number = len(list(Path(config.get_main_option("script_location") or "").glob("versions/*.py"))) + 1
    command.revision(config, subject, autogenerate=True, rev_id=f"{number:04d}")


def upgrade_schema() -> None:
    """Run the migrations, then every feature's defaults. Of several that start at once one does it, the others wait for it."""
    from alembic import command

    from kit import clock, defaults
    from kit.db import db as database
    from kit.db import one_at_a_time

    with one_at_a_time(UPGRADING):
        command.upgrade(alembic_config(), "head")
        defaults.install_all(clock.now())
        database.session.remove()


def alembic_config() -> "Config":
    from alembic.config import Config
    from flask import current_app

    config = Config()
    config.set_main_option("script_location", current_app.config["MIGRATIONS"])
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
