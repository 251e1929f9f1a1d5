"""Text messages: through the shop's gateway where there is one, and never where there is none."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.notifications.channels import Letter
from helpdesk.notifications.channels.outbox import as_message
from helpdesk.notifications.channels.sms import Sms
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Ending, Status
from kit.accounts.models import User
from kit.db import command, db
from kit.settings import Settings
from storefront.orders.models import Order
from storefront.shipping.commands import dispatching


class Gateway(HTTPServer):
    """A gateway that keeps what it was told and answers with `status`."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.told: list[tuple[str, dict[str, object]]] = []


class Answering(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told.append((self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b'{"id": "sms-1"}')

    def log_message(self, *_words: object) -> None:
        """Silent."""


@pytest.fixture
def gateway(app: Flask) -> Iterator[Gateway]:
    """A gateway that the shop is set up with."""
    server = Gateway()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, sms_gateway_url=f"http://127.0.0.1:{server.server_port}/", sms_gateway_key="k")
    yield server
    app.config["SETTINGS"] = before
    server.shutdown()
    server.server_close()


@command
def set_phone(person: User, phone: str) -> None:
    db.session.get_one(User, person.id).phone = phone


def messages() -> list[Notification]:
    return list(db.session.scalars(select(Notification).where(Notification.channel == "sms")))


def test_a_parcel_that_leaves_is_texted(
    gateway: Gateway, paid_order: Order, customer: User, now: datetime, work: Callable[[], None]
) -> None:
    set_phone(customer, "13912345520")
    dispatching.ship(paid_order.id, "sf", "SF-77", now=now)
    work()
    ((key, told),) = gateway.told
    assert (key, told["to"]) == ("Bearer k", "13912345520")
    assert "SF-77" in str(told["text"])
    assert [(row.status, row.provider_id) for row in messages()] == [(Status.SENT, "sms-1")]


def test_without_a_gateway_nobody_is_texted(paid_order: Order, customer: User, now: datetime) -> None:
    set_phone(customer, "13912345520")
    dispatching.ship(paid_order.id, "sf", "SF-77", now=now)
    assert messages() == []


def test_nobody_without_a_number_is_texted(
    gateway: Gateway, paid_order: Order, customer: User, now: datetime, work: Callable[[], None]
) -> None:
    dispatching.ship(paid_order.id, "sf", "SF-77", now=now)
    work()
    assert gateway.told == []
    assert [row.status for row in messages()] == [Status.SKIPPED]


LETTER = Letter(notification_id=1, kind="k", recipient="13912345520", recipient_name="", subject="s", text="t", html="")


@pytest.mark.parametrize(("status", "ending"), [
    (200, Ending.ACCEPTED), (429, Ending.BUSY), (401, Ending.DENIED), (400, Ending.REFUSED), (503, Ending.UNREACHABLE),
])  # fmt: skip
def test_every_answer_has_its_meaning(app: Flask, gateway: Gateway, status: int, ending: Ending) -> None:
    gateway.status = status
    assert Sms().send(LETTER, app.config["SETTINGS"]).ending is ending


def test_a_text_message_can_be_kept_on_disk() -> None:
    assert as_message(LETTER, "shop@example.com")["To"] == "13912345520@sms.invalid"
