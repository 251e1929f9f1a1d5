"""`helpdesk run`, really run: everything comes up from nothing, ends together, and what stands in its way is named."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.product import Product, fresh_product, until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]


@pytest.fixture
def product(servers: tuple[str, str], tmp_path: Path, run_folder: Path) -> Iterator[Product]:
    with fresh_product(run_folder, tmp_path, f"run_{os.getpid()}") as made:
        yield made


def children_of(pid: int) -> list[int]:
    """All processes below `pid`, whatever session they are in."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(word) for word in listed.read_text().split()] if listed.exists() else []
    return below + [deeper for child in below for deeper in children_of(child)]


def is_gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or ") Z " in stat.read_text()


def test_everything_comes_up_and_ends_together(product: Product) -> None:
    product.start("run")
    until(lambda: product.get("/readyz")[0] == 200, seconds=120)
    assert product.get("/")[0] == 200
    started = children_of(product.running["run"].pid)
    assert len(started) >= 6  # web, worker and clock, and what web and worker started

    assert product.stop("run") == 0
    assert all(map(is_gone, started))


def test_a_killed_run_takes_its_children_along(product: Product) -> None:
    product.command("setup", "--admin-email", "boss@example.com", "--admin-password", "a long enough one")
    run = product.start("run")
    until(lambda: product.get("/readyz")[0] == 200, seconds=60)
    started = children_of(run.pid)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    until(lambda: all(map(is_gone, started)))


def test_a_port_in_use_is_named(product: Product) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", product.port))
        other.listen()
        refused = subprocess.run(
            [sys.executable, "-m", "helpdesk.cli", "run"], env=product.environment, capture_output=True, text=True, timeout=60
        )
    assert refused.returncode == 1
    assert f"Port {product.port} is in use" in refused.stderr
    assert f"PORT={product.port + 1} make run" in refused.stderr
