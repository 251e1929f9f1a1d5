"""`helpdesk setup` in real processes: the demo leaves, a real shop works, questions are asked on a terminal, refusals are plain."""

import json
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest
import redis
import sqlalchemy as sa

from kit import queue
from tests.fixtures.product import Product, fresh_product
from tests.fixtures.servers import Visitor

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]
PASSWORD = "a long enough one"
ADMIN = ("--admin-email", "owner@teahouse.example", "--admin-password", PASSWORD)
LEFT_BEHIND = (
    "users",
    "ticket",
    "message",
    "orders",
    "product",
    "upload",
    "notification",
    "aftersale_case",
    "survey",
    "event_record",
)


@pytest.fixture
def product(servers: tuple[str, str], tmp_path: Path, run_folder: Path) -> Iterator[Product]:
    with fresh_product(run_folder, tmp_path, f"setup_{os.getpid()}") as made:
        yield made


def tried(product: Product, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "helpdesk.cli", *words],
        env=product.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def talked(product: Product, words: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Run a command on a terminal: whenever a question is shown its answer is typed. Exit code, and all that was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "helpdesk.cli", *words], env=product.environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown, seen, deadline = "", 0, time.monotonic() + 120
    for question, answer in answers:
        while question not in shown[seen:]:
            assert time.monotonic() < deadline, f"never asked: {question}; shown: {shown}"
            shown += _read(ours)
        seen = len(shown)
        os.write(ours, f"{answer}\n".encode())
    while process.poll() is None or select([ours], [], [], 0)[0]:
        assert time.monotonic() < deadline, f"it does not end; shown: {shown}"
        try:
            shown += _read(ours)
        except OSError:
            break
    os.close(ours)
    return process.wait(20), shown


def _read(terminal: int) -> str:
    return os.read(terminal, 4096).decode(errors="replace") if select([terminal], [], [], 0.1)[0] else ""


def counts(product: Product) -> dict[str, int]:
    engine = sa.create_engine(product.database)
    with engine.connect() as connection:
        found = {name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in LEFT_BEHIND}
        found["published"] = connection.execute(sa.text("SELECT count(*) FROM article WHERE state = 'published'")).scalar_one()
        found["demo"] = connection.execute(sa.text("SELECT count(*) FROM users WHERE is_demo")).scalar_one()
    engine.dispose()
    return found


def test_the_demo_leaves_and_a_real_shop_works(product: Product) -> None:
    product.command("seed", "--demo")
    before = counts(product)
    assert before["ticket"] > 0
    connection = redis.Redis.from_url(product.environment["REDIS_URL"])
    queue.queue_of(connection, queue.FAST).enqueue("helpdesk.notifications.jobs.deliver", 1)
    letter, blob = product.folder / "outbox" / "000000001-x.eml", product.folder / "attachments" / "ab" / ("ab" + "0" * 62)
    for path in (letter, blob):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("of the demo")

    code, _, refused = tried(product, "setup", "--remove-demo", *ADMIN)
    assert (code, "Add --yes" in refused) == (2, True)
    assert counts(product) == before, "nothing happens unconfirmed"

    for _ in range(2):
        code, said, wrong = tried(product, "setup", "--remove-demo", "--yes", "--name", "Teahouse", "--currency", "eur", *ADMIN)
        assert (code, wrong) == (0, "")
    assert "owner@teahouse.example" in said
    after = counts(product)
    assert after.pop("published") == before["published"]
    assert {name: number for name, number in after.items() if number} == {"users": 1}
    assert not letter.exists()
    assert not blob.exists()
    assert queue.queue_of(connection, queue.FAST).count == 0

    product.up()
    owner = Visitor(product.port)
    assert owner.send("/login", {"email": "owner@teahouse.example", "password": PASSWORD})[0] == 302
    for path in ("/", "/help", "/desk", "/desk/settings/sla", "/manage/products", "/desk/reports"):
        status, page, _ = owner.ask(path)
        assert (path, status, "Linden" in page) == (path, 200, False)
    assert Visitor(product.port).send("/login", {"email": "agent@example.com", "password": "linden for the tests"})[0] == 200


def test_on_a_terminal_everything_is_asked_and_nothing_secret_shown(product: Product) -> None:
    answers = [
        ("Name of the shop", "Teahouse"),
        ("Its name in Chinese", "茶屋"),
        ("Company", "Teahouse Ltd"),
        ("Time zone", "Europe/Nowhere"),
        ("Time zone", "Europe/Berlin"),
        ("Currency", "EUR"),
        ("E-mail address of the administrator", "owner@teahouse.example"),
        ("Name of the administrator", "Owner"),
        ("Password of the administrator", "short"),
        ("Password of the administrator", PASSWORD),
        ("Repeat for confirmation", PASSWORD),
        ("Hours of the one-hour clock", "at noon"),
        ("Hours of the one-hour clock", "mon-fri 09:00-18:00"),
    ]
    code, shown = talked(product, ["setup"], answers)
    assert code == 0, shown
    assert PASSWORD not in shown
    assert "The shop is set up" in shown


def test_wrong_usage_is_2_a_refusal_1_and_the_reason_readable(product: Product) -> None:
    product.command("setup", *ADMIN)
    for words, code, hint in (
        (["setup", "--timezone", "Mars/Base", *ADMIN], 2, "Asia/Shanghai"),
        (["setup", "--currency", "EURO", *ADMIN], 2, "three letters"),
        (["setup", "--hours", "always", *ADMIN], 2, "like: mon-fri 09:00-18:00"),
        (["setup", "--admin-email", "nobody", "--admin-password", PASSWORD], 1, "name@example.com"),
        (["setup", "--admin-email", "new@teahouse.example", "--admin-password", "short"], 2, "at least 8 characters"),
        (["user", "create", "--email", "x", "--name", "X", "--role", "agent", "--password", PASSWORD], 1, "name@example.com"),
        (["user", "create", "--email", "x@y.example", "--name", "X", "--role", "king", "--password", PASSWORD], 2, "superadmin"),
        (["token", "create", "--user", "nobody@y.example", "--scope", "tickets:read"], 1, "nobody@y.example"),
        (["token", "create", "--user", "owner@teahouse.example", "--scope", "everything"], 2, "tickets:read"),
        (["restore", str(product.folder)], 1, "no complete backup"),
        (["erase-person", "nobody@y.example"], 1, "nobody@y.example"),
        (["nothing"], 2, "No such command"),
    ):
        found = tried(product, *words)
        assert (words, found[0]) == (words, code), found
        assert hint in found[2]
        assert "Traceback" not in found[2]


def test_people_and_tokens_are_made_again_without_harm(product: Product) -> None:
    product.command("db", "upgrade")
    product.command("db", "upgrade")
    someone = ("user", "create", "--email", "ada@teahouse.example", "--name", "Ada", "--role", "agent", "--password", PASSWORD)
    product.command(*someone)
    product.command(*someone[:-3], "lead", *someone[-2:])
    code, said, _ = tried(product, "token", "create", "--user", "ada@teahouse.example", "--scope", "tickets:read")
    assert code == 0
    assert re.fullmatch(r"[\w-]{40,}\n", said)
    assert counts(product)["users"] == 1


def test_the_doctor_names_what_is_wrong_and_how_to_mend_it(product: Product) -> None:
    code, said, _ = tried(product, "doctor", "--json")
    found = {check["name"]: check for check in json.loads(said)["checks"]}
    assert code == 1
    assert (found["database"]["ok"], found["schema"]["ok"]) == (True, False)
    assert "helpdesk db upgrade" in found["schema"]["says"]

    product.command("db", "upgrade")
    code, said, _ = tried(product, "doctor", "--json")
    found = {check["name"]: check for check in json.loads(said)["checks"]}
    assert (code, found["schema"]["ok"]) == (0, True)
    assert (found["worker"]["ok"], found["worker"]["needed"]) == (False, False), "in development nobody may be working"
    assert "helpdesk worker" in found["worker"]["says"]

    del product.environment["HELPDESK_ENV"]
    code, said, _ = tried(product, "doctor")
    assert code == 1
    assert "WRONG  worker" in said
