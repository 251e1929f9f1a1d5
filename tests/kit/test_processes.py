"""The processes, really started: they show life, ring, work, restart what dies, and end cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from kit.embedded import start_postgres, start_redis

pytestmark = pytest.mark.faults


def until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for something to become true. Fails the test when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """The product's processes on servers of their own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port = free_port()
        self.database = database
        self.environment = os.environ | {
            "HELPDESK_INSTANCE": str(folder),
            "HELPDESK_ENV": "development",
            "DATABASE_URL": database,
            "REDIS_URL": start_redis(folder / "redis"),
            "SECRET_KEY": "only for tests, and long enough for that",
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "PORT": str(self.port),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "helpdesk.cli", name], env=self.environment, start_new_session=True
        )
        return self.running[name]

    def stop(self, name: str) -> int:
        self.running[name].terminate()
        return self.running.pop(name).wait(20)

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except OSError:
            return 0, b""

    def checks(self) -> dict[str, bool]:
        status, body = self.get("/readyz")
        return json.loads(body)["checks"] if status else {}


@pytest.fixture
def product(servers: tuple[str, str], tmp_path: Path, run_folder: Path) -> Iterator[Product]:
    admin = start_postgres(run_folder / "postgres")
    name = f"processes_{os.getpid()}"
    engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    made = Product(tmp_path, admin.replace("/postgres?", f"/{name}?"))
    yield made
    for process in made.running.values():
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()


def test_the_three_processes_come_up_survive_a_kill_and_end(product: Product) -> None:
    subprocess.run([sys.executable, "-m", "helpdesk.cli", "db", "upgrade"], env=product.environment, check=True, timeout=120)
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
