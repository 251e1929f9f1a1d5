"""Alembic's environment: the running application's engine and our one metadata."""

from alembic import context
from flask import current_app
from flask_security import AsaList

from helpdesk.app import metadata
from kit.encryption import EncryptedText

PLAIN = {EncryptedText: "sa.LargeBinary()", AsaList: "sa.UnicodeText()"}


def render(kind: str, value: object, _context: object) -> str | bool:
    """Our own column types are plain ones to the database, and migrations must not depend on code that may change."""
    return PLAIN.get(type(value), False) if kind == "type" else False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            compare_type=True,
            render_item=render,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
