"""`helpdesk doctor`: is everything that the product needs there and in order?"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

import click

FRESH = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at. `ok` is how it is; what is not `needed` here may be missing without the whole being wrong."""

    name: str
    ok: bool
    says: str
    needed: bool = True

    @property
    def mark(self) -> str:
        return "ok" if self.ok else "WRONG" if self.needed else "absent"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def doctor(as_json: bool) -> None:
    """Check database, schema, Redis, storage, processes and mail, and say how to mend what is wrong.

    Exit code 1 when something that is needed is wrong, 2 when the settings cannot be used. Where HELPDESK_ENV is development (or no
    DATABASE_URL is set) worker and clock may be absent."""
    from helpdesk.opening import open_app

    with open_app().app_context():
        checks = list(_checks())
    is_well = all(check.ok or not check.needed for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": is_well, "checks": [asdict(check) for check in checks]}))
    else:
        for check in checks:
            click.echo(f"{check.mark:<7}{check.name}: {check.says}")
    sys.exit(0 if is_well else 1)


def _checks() -> Iterator[Check]:
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from kit import heartbeat
    from kit.db import db

    is_migrated = False
    try:
        version = db.session.execute(text("SHOW server_version")).scalar_one()
        is_migrated = heartbeat.is_migrated()
        yield Check(name="database", ok=True, says=f"PostgreSQL {version}")
        yield Check(name="schema", ok=is_migrated, says="up to date" if is_migrated else "not of this version: helpdesk db upgrade")
    except SQLAlchemyError as down:
        yield Check(name="database", ok=False, says=f"does not answer, see DATABASE_URL: {str(down).splitlines()[0]}")
    yield _redis()
    yield _storage()
    if is_migrated:
        yield from _processes()
    yield _mail()


def _redis() -> Check:
    import redis

    from kit import queue

    try:
        policy = queue.connection().config_get("maxmemory-policy").get("maxmemory-policy")
    except redis.ResponseError as refused:
        return Check(name="redis", ok=True, says=f"answers; its maxmemory-policy cannot be read ({refused})")
    except redis.RedisError as down:
        return Check(name="redis", ok=False, says=f"does not answer, see REDIS_URL: {down}")
    is_safe = policy == "noeviction"
    return Check(name="redis", ok=is_safe, says=f"maxmemory-policy {policy}{'' if is_safe else '; set it to noeviction'}")


def _storage() -> Check:
    from kit.uploads.commands import storage

    folder = storage().folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        return Check(name="attachments", ok=False, says=f"{folder} cannot be made: {refused.strerror}")
    writable = os.access(folder, os.W_OK)
    return Check(name="attachments", ok=writable, says="writable" if writable else f"cannot write to {folder}")


def _processes() -> Iterator[Check]:
    from flask import current_app

    from kit import clock, heartbeat

    needed = not current_app.config["SETTINGS"].development
    for name in ("worker", "clock"):
        lives = heartbeat.is_fresh(name, now=clock.now(), within=FRESH)
        says = "runs" if lives else f"shows no sign of life; start it with: helpdesk {name}"
        yield Check(name=name, ok=lives, says=says, needed=needed)


def _mail() -> Check:
    from flask import current_app

    has_key = bool(current_app.config["SETTINGS"].sendgrid_api_key)
    says = "SendGrid" if has_key else "no SENDGRID_API_KEY: letters are kept as files in the instance folder"
    return Check(name="mail", ok=True, says=says)
