"""Taking the demo out of a database, so that a real shop begins with nothing but its own people."""

from contextlib import suppress
from datetime import datetime

import redis
import sqlalchemy as sa
from flask import current_app

from helpdesk.knowledge.models import Article
from helpdesk.notifications.channels import outbox
from kit import defaults, profile, queue
from kit.accounts.models import User
from kit.accounts.vocabulary import STAFF
from kit.db import Model, after_commit, command, db
from kit.uploads.commands import storage

KEPT = frozenset({"users", "shop_profile", "passkey", "api_token", "article"})


@command
def empty_the_shop(now: datetime) -> int:
    """Delete every order, ticket, product and setting, and all people but staff who are not of the demo; write the defaults anew.

    The articles of the help centre stay as they were edited. Files, letters and waiting jobs go once the rows are gone.
    Returns how many people were kept. Ids go on from where they were, so nothing old is ever mistaken for something new.
    """
    emptied = [table.name for table in Model.metadata.sorted_tables if table.name not in KEPT]
    db.session.execute(sa.text(f"TRUNCATE {', '.join(emptied)}"))
    leaving = sa.select(User.id).where(sa.or_(User.is_demo, User.role.not_in(STAFF)))
    db.session.execute(sa.update(Article).where(Article.changed_by_id.in_(leaving)).values(changed_by_id=None))
    db.session.execute(sa.update(Article).values(opened=0, helpful=0, unhelpful=0))
    for name in ("passkey", "api_token"):
        table = Model.metadata.tables[name]
        db.session.execute(sa.delete(table).where(table.c.user_id.in_(leaving)))
    db.session.execute(sa.delete(User).where(User.id.in_(leaving)), execution_options={"synchronize_session": False})
    db.session.expire_all()
    profile.save(is_demo=False)
    defaults.install_all(now)
    after_commit(_sweep_out)
    return db.session.scalar(sa.select(sa.func.count()).select_from(User)) or 0


def _sweep_out() -> None:
    """No row names these any more: contents of uploads, letters kept as files, jobs that wait."""
    letters = outbox.folder(current_app.config["SETTINGS"]).glob("*.eml")
    for path in (*storage().folder.glob("??/*"), *letters):
        path.unlink(missing_ok=True)
    with suppress(redis.RedisError):  # a job that is left finds no row and does nothing
        queue.empty()


def people_and_orders() -> tuple[int, int]:
    """How many of each the database holds; none of either before the schema is there."""
    there = sa.inspect(db.session.connection()).has_table
    tables = [Model.metadata.tables[name] for name in ("users", "orders")]
    people, orders = (
        db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 if there(table.name) else 0 for table in tables
    )
    return people, orders
