"""The migrated schema is the one the models describe, guards and sequences included, and the way back works."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

from helpdesk.app import create_app, metadata
from helpdesk.operations.database import alembic_config
from kit.db import db
from tests.conftest import settings_for
from tests.fixtures.product import fresh_product

pytestmark = pytest.mark.xdist_group("product")
GUARDS = {
    "event_record_guard",
    "case_event_guard",
    "stock_movement_apply",
    "stock_movement_guard",
    "stock_level_guard",
    "stock_level_empty",
}


@pytest.fixture
def empty(servers: tuple[str, str], run_folder: Path, tmp_path: Path) -> Flask:
    """An application on an empty database."""
    with fresh_product(run_folder, tmp_path, f"migrations_{os.getpid()}") as product:
        app = create_app(settings_for(product.database, servers[1], tmp_path))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def test_up_gives_the_schema_of_the_models_and_down_takes_it_away(empty: Flask) -> None:
    command.upgrade(alembic_config(), "head")
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        triggers = {row[0] for row in connection.execute(sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))}
        assert triggers == GUARDS
        sequences = {row[0] for row in connection.execute(sa.text("SELECT sequencename FROM pg_sequences"))}
        assert {sequence.name for sequence in metadata._sequences.values()} <= sequences
    command.downgrade(alembic_config(), "base")
    with db.engine.connect() as connection:
        left = {row[0] for row in connection.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))}
    assert left == {"alembic_version"}
