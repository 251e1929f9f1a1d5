"""Several starts at once on the same empty database: one does the work, the others wait for it, and nobody fails."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.product import Product, fresh_product

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]
USE_REDIS = (
    "import sys; from pathlib import Path; from kit.embedded import start_redis; print(start_redis(Path(sys.argv[1]))); input()"
)


@pytest.fixture
def product(servers: tuple[str, str], tmp_path: Path, run_folder: Path) -> Iterator[Product]:
    with fresh_product(run_folder, tmp_path, f"together_{os.getpid()}") as made:
        yield made


def at_once(product: Product, *words: str, times: int = 2) -> list[tuple[int, str]]:
    """Run the same command several times together; exit codes and what was said on stderr."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "helpdesk.cli", *words],
            env=product.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(times)
    ]
    said = [process.communicate(timeout=300)[1] for process in started]
    return [(process.returncode, words) for process, words in zip(started, said, strict=True)]


def test_migrations_run_once(product: Product) -> None:
    assert [code for code, _ in at_once(product, "db", "upgrade")] == [0, 0]


def test_one_redis_serves_all_who_come_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "redis"
    users = [
        subprocess.Popen([sys.executable, "-c", USE_REDIS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    addresses = {user.stdout.readline() for user in users if user.stdout}
    log = (folder / "redis.log").read_text()
    for user in users:
        user.communicate("\n", timeout=20)
    assert len(addresses) == 1
    assert log.count("ready to accept connections") == 1


def test_a_real_shop_is_not_filled_with_the_demo(product: Product) -> None:
    product.command("setup", "--admin-email", "boss@example.com", "--admin-password", "a long enough one")
    [(code, words)] = at_once(product, "seed", "--demo", times=1)
    assert code == 1
    assert "only into an empty database" in words
