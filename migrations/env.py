"""Alembic's environment: the running application's engine and our one metadata."""

from alembic import context
from flask import current_app

from helpdesk.app import metadata
from kit.encryption import EncryptedText


def render(kind: str, value: object, _context: object) -> str | bool:
    """An encrypted column is plain bytes to the database."""
    if kind == "type" and isinstance(value, EncryptedText):
        return "sa.LargeBinary()"
    return False


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
