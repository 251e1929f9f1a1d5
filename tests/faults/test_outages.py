"""PostgreSQL and Redis are really stopped and started: people are told politely, programs clearly, and all goes on by itself."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa

from kit.embedded import start_redis
from tests.fixtures.product import Product, until
from tests.fixtures.servers import Postgres, Visitor, own_postgres

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]
PASSWORD = "a long enough one"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def product(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    made = Product(tmp_path_factory.mktemp("outages"), postgres.address)
    made.command("setup", "--name", "Teahouse", "--admin-email", "boss@example.com", "--admin-password", PASSWORD)
    try:
        made.up()
        yield made
    finally:
        made.end()


@pytest.fixture
def boss(product: Product) -> Visitor:
    """The administrator, signed in."""
    visitor = Visitor(product.port)
    visitor.send("/login", {"email": "boss@example.com", "password": PASSWORD})
    assert visitor.ask("/desk")[0] == 200
    return visitor


def is_ready(product: Product) -> bool:
    return product.get("/readyz")[0] == 200


def beats_since(product: Product, instant: datetime) -> set[str]:
    """Which processes have shown life after the instant."""
    engine = sa.create_engine(product.database)
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT process FROM heartbeat WHERE at > :instant"), {"instant": instant})
        processes = {row[0] for row in found}
    engine.dispose()
    return processes


def test_without_the_database_everybody_is_answered_and_it_goes_on_by_itself(
    product: Product, postgres: Postgres, boss: Visitor
) -> None:
    token = product.command("token", "create", "--user", "boss@example.com", "--scope", "tickets:read").strip()
    postgres.stop()

    for path in ("/", "/desk", "/help", "/login", "/desk/tickets/T-26100017"):
        status, text, headers = boss.ask(path, Accept_Language="en")
        assert (path, status, headers["Retry-After"]) == (path, 503, "10")
        assert "We are away for a moment" in text
        assert "Teahouse" in text
        assert "Traceback" not in text
    status, text, _ = boss.ask("/desk", Accept_Language="zh-CN")
    assert (status, "请一分钟后再试" in text) == (503, True)
    status, text, headers = boss.ask("/desk", HX_Request="true")
    assert (status, headers["HX-Retarget"], "<html" in text) == (503, "#problems", False)
    status, text, headers = boss.ask("/api/v1/tickets", Authorization=f"Bearer {token}")
    assert (status, headers["Content-Type"], headers["Retry-After"]) == (503, "application/problem+json", "10")
    assert json.loads(text)["code"] == "away"

    assert boss.ask("/healthz")[0] == 200
    assert boss.ask("/static/app.css")[0] == 200
    assert product.get("/readyz")[0] == 503
    assert product.checks() == {"database": False, "redis": True, "migrations": False, "clock": False, "worker": False}

    postgres.start()
    since = datetime.now(UTC)
    until(lambda: is_ready(product), seconds=30)
    assert boss.ask("/desk")[0] == 200, "the session goes on"
    until(lambda: beats_since(product, since) == {"clock", "worker"}, seconds=60)


def test_without_redis_people_work_on_and_what_waited_is_done_later(product: Product, boss: Visitor, tmp_path: Path) -> None:
    redis.Redis.from_url(product.environment["REDIS_URL"]).shutdown(save=False)

    assert boss.ask("/")[0] == 200
    assert boss.ask("/desk")[0] == 200
    assert Visitor(product.port).send("/login", {"email": "boss@example.com", "password": PASSWORD})[0] == 302
    assert Visitor(product.port).send("/reset", {"email": "boss@example.com"})[0] in {200, 302}
    assert product.get("/readyz")[0] == 503
    assert product.checks()["redis"] is False
    assert product.checks()["database"] is True

    start_redis(product.folder / "redis")
    until(lambda: is_ready(product), seconds=30)
    letters = product.folder / "outbox"
    until(lambda: any("boss@example.com" in letter.read_text() for letter in letters.rglob("*.eml")), seconds=90)
