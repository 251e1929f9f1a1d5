"""The processes, really started: they show life, ring, work, restart what dies, and end cleanly."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.fixtures.product import Product, fresh_product, until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]


@pytest.fixture
def product(servers: tuple[str, str], tmp_path: Path, run_folder: Path) -> Iterator[Product]:
    with fresh_product(run_folder, tmp_path, f"processes_{os.getpid()}") as made:
        yield made


def test_the_three_processes_come_up_survive_a_kill_and_end(product: Product) -> None:
    product.command("db", "upgrade")
    for name in ("worker", "clock", "serve"):
        product.start(name)
    until(lambda: product.get("/healthz")[0] == 200)
    until(lambda: product.get("/readyz")[0] == 200, seconds=5)
    assert product.checks() == dict.fromkeys(("database", "redis", "migrations", "clock", "worker"), True)

    engine = sa.create_engine(product.database, isolation_level="AUTOCOMMIT")

    def holders() -> set[str]:
        with engine.connect() as connection:
            return {row[0] for row in connection.execute(sa.text("SELECT holder FROM heartbeat WHERE process = 'worker'"))}

    before = holders()
    for holder in before:
        os.kill(int(holder.rpartition(":")[2]), signal.SIGKILL)
    until(lambda: bool(holders() - before))
    engine.dispose()

    assert {name: product.stop(name) for name in ("serve", "clock", "worker")} == {"serve": 0, "clock": 0, "worker": 0}
    assert product.get("/healthz")[0] == 0


def test_serving_is_refused_with_a_readable_list(product: Product) -> None:
    environment = {key: value for key, value in product.environment.items() if key != "HELPDESK_ENV"} | {"SECRET_KEY": "dev"}
    refused = subprocess.run(
        [sys.executable, "-m", "helpdesk.cli", "serve"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert refused.returncode == 2
    assert "SECRET_KEY is too short" in refused.stderr
