"""`helpdesk doctor`: is everything that the product needs there and in order?"""

import json
import sys

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def doctor(as_json: bool) -> None:
    """Check settings, database, schema, Redis, storage and processes; exit code 1 when something is wrong."""
    from helpdesk.opening import open_app

    app = open_app()
    with app.app_context():
        checks = _checks()
    if as_json:
        click.echo(json.dumps({"ok": all(check["ok"] for check in checks), "checks": checks}))
    else:
        for check in checks:
            click.echo(f"{'ok     ' if check['ok'] else 'WRONG  '}{check['name']}: {check['says']}")
    if not all(check["ok"] for check in checks):
        sys.exit(1)


def _checks() -> list[dict[str, object]]:
    import os
    from datetime import timedelta

    import redis
    from flask import current_app
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from kit import clock, heartbeat, queue
    from kit.db import db
    from kit.uploads.commands import storage

    checks: list[dict[str, object]] = []

    def note(name: str, ok: bool, says: str) -> None:
        checks.append({"name": name, "ok": ok, "says": says})

    try:
        version = db.session.execute(text("SHOW server_version")).scalar_one()
        note("database", True, f"PostgreSQL {version}")
        migrated = heartbeat.is_migrated()
        note("schema", migrated, "up to date" if migrated else "run: helpdesk db upgrade")
    except SQLAlchemyError as down:
        note("database", False, str(down).splitlines()[0])
        migrated = False
    try:
        policy = queue.connection().config_get("maxmemory-policy").get("maxmemory-policy")
        note(
            "redis",
            policy == "noeviction",
            f"maxmemory-policy {policy}" + ("" if policy == "noeviction" else "; set it to noeviction"),
        )
    except redis.RedisError as down:
        note("redis", False, str(down))
    folder = storage().folder
    folder.mkdir(parents=True, exist_ok=True)
    writable = os.access(folder, os.W_OK)
    note("attachments", writable, "writable" if writable else f"cannot write to {folder}")
    if migrated:
        for process in ("worker", "clock"):
            fresh = heartbeat.is_fresh(process, now=clock.now(), within=timedelta(seconds=60))
            note(process, fresh or current_app.config["SETTINGS"].development, "runs" if fresh else "shows no sign of life")
    mail = current_app.config["SETTINGS"].sendgrid_api_key
    note("mail", True, "SendGrid" if mail else "no SENDGRID_API_KEY: mail is kept in the instance folder")
    return checks
