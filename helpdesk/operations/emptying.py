"""Taking the demo out of a database, so that a real shop begins with nothing but its own people."""

from datetime import datetime

import sqlalchemy as sa

from kit import defaults, profile
from kit.accounts.models import User
from kit.accounts.vocabulary import STAFF
from kit.db import Model, command, db

KEPT = frozenset({"users", "shop_profile", "passkey", "api_token"})


@command
def empty_the_shop(now: datetime) -> int:
    """Delete every order, ticket, product and setting, and all people but staff who are not of the demo; write the defaults anew.

    Returns how many people were kept. Ids go on from where they were, so nothing old is ever mistaken for something new.
    """
    emptied = [table.name for table in Model.metadata.sorted_tables if table.name not in KEPT]
    db.session.execute(sa.text(f"TRUNCATE {', '.join(emptied)}"))
    leaving = sa.select(User.id).where(sa.or_(User.is_demo, User.role.not_in(STAFF)))
    for name in ("passkey", "api_token"):
        table = Model.metadata.tables[name]
        db.session.execute(sa.delete(table).where(table.c.user_id.in_(leaving)))
    db.session.execute(sa.delete(User).where(User.id.in_(leaving)), execution_options={"synchronize_session": False})
    db.session.expire_all()
    profile.save(is_demo=False)
    defaults.install_all(now)
    return db.session.scalar(sa.select(sa.func.count()).select_from(User)) or 0


def people_and_orders() -> tuple[int, int]:
    """How many of each the database holds; none of either before the schema is there."""
    there = sa.inspect(db.session.connection()).has_table
    tables = [Model.metadata.tables[name] for name in ("users", "orders")]
    people, orders = (
        db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 if there(table.name) else 0 for table in tables
    )
    return people, orders
