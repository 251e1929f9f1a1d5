"""Workers are killed and Redis is emptied while tickets come in: every acknowledgement still leaves the house, and none twice."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpdesk.app import create_app
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Status
from helpdesk.tickets.commands import filing
from helpdesk.tickets.models import Ticket
from kit import queue
from kit.accounts import commands as accounts
from kit.db import db
from kit.heartbeat import Heartbeat
from kit.settings import Settings
from tests.fixtures.product import Product, fresh_product, until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]
TICKETS = 30


@pytest.fixture
def product(servers: tuple[str, str], tmp_path: Path, run_folder: Path) -> Iterator[Product]:
    with fresh_product(run_folder, tmp_path, f"faults_{os.getpid()}") as made:
        made.command("db", "upgrade")
        yield made


@pytest.fixture
def shop(product: Product) -> Iterator[Flask]:
    """An application of our own on the product's database, as a web process is."""
    app = create_app(Settings.from_env(product.environment))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def kill_a_worker() -> None:
    """Kill the newest worker child in the middle of whatever it does."""
    holder = db.session.scalars(select(Heartbeat.holder).where(Heartbeat.process == "worker").order_by(Heartbeat.at.desc())).first()
    db.session.rollback()
    if holder:
        with suppress(ProcessLookupError):
            os.kill(int(holder.rpartition(":")[2]), signal.SIGKILL)


def acknowledgements(status: Status) -> int:
    """How many acknowledgements are in this state now."""
    db.session.rollback()
    rows = Notification.kind == "acknowledgement", Notification.status == status
    return db.session.scalar(select(func.count()).select_from(Notification).where(*rows)) or 0


def test_every_ticket_is_acknowledged_once_whatever_is_killed(product: Product, shop: Flask, tmp_path: Path) -> None:
    for name in ("worker", "clock"):
        product.start(name)
    until(lambda: db.session.scalar(select(func.count()).select_from(Heartbeat)) or db.session.rollback() or False)
    for number in range(TICKETS):
        now = datetime.now(UTC)
        person = accounts.person(f"person{number}@example.com", f"Person {number}", now=now)
        filing.file_ticket(filing.Draft(body=f"Where is my parcel? ({number})", requester_id=person.id), actor=person, now=now)
        if number % 7 == 3:
            kill_a_worker()
        if number == TICKETS // 2:
            queue.connection().flushall()
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == TICKETS
    until(lambda: acknowledgements(Status.SENT) == TICKETS, seconds=120)
    letters = [path.read_text() for path in (tmp_path / "outbox").rglob("*.eml")]
    addressed = sorted(line for letter in letters for line in letter.splitlines() if line.startswith("To:") and "person" in line)
    assert len(addressed) == len(set(addressed)) == TICKETS
