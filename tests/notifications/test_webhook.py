"""The provider's events: signed, kept once, forward only (HARDENING G2, G14, G16, G17, G25)."""

import base64
import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from helpdesk.notifications import claims
from helpdesk.notifications.api import SIGNATURE, TIMESTAMP
from helpdesk.notifications.models import MailEvent, Notification
from helpdesk.notifications.vocabulary import Arrival, EventState, Status
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Ticket
from kit import clock
from kit.accounts.models import User
from kit.db import db
from kit.events import EventRecord
from tests.notifications.conftest import fresh
from tests.notifications.twin import Twin

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
Post = Callable[..., TestResponse]


@pytest.fixture
def keyed(app: Flask) -> Iterator[Flask]:
    """The application with the provider's public key."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(before, sendgrid_webhook_public_key=PUBLIC)
    yield app
    app.config["SETTINGS"] = before


@pytest.fixture
def post(keyed: Flask, client: FlaskClient) -> Post:
    """post([events]): as the provider sends them."""

    def send(events: object, *, at: datetime | None = None, key: ec.EllipticCurvePrivateKey = KEY) -> TestResponse:
        body = events if isinstance(events, bytes) else json.dumps(events).encode()
        stamp = str(int((at or clock.now()).timestamp()))
        signature = base64.b64encode(key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
        headers = {SIGNATURE: signature, TIMESTAMP: stamp, "Content-Type": "application/json"}
        return client.post("/webhooks/sendgrid/events", data=body, headers=headers)

    return send


@pytest.fixture
def sent(twin: Twin, customer: User, request_reset: Callable[[User], Notification], work: Callable[[], None]) -> Notification:
    row = request_reset(customer)
    work()
    return fresh(row)


def told(row: Notification, kind: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"event": kind, "sg_event_id": f"{kind}-{number}", "timestamp": 1778740000, "notification_id": str(row.id)} | more


def test_without_a_key_it_is_to_be_sent_again(client: FlaskClient) -> None:
    assert client.post("/webhooks/sendgrid/events", json=[]).status_code == 503


def test_a_forged_or_old_batch_is_refused(post: Post, client: FlaskClient, app: Flask) -> None:
    assert client.post("/webhooks/sendgrid/events", json=[]).status_code == 403
    assert post([], key=ec.generate_private_key(ec.SECP256R1())).status_code == 403
    assert post([], at=clock.now() - timedelta(hours=1)).status_code == 403
    assert db.session.query(MailEvent).count() == 0


def test_a_slash_at_the_end_loses_nothing(keyed: Flask, client: FlaskClient) -> None:
    assert client.post("/webhooks/sendgrid/events/", json=[]).status_code == 403


def test_events_move_a_row_forward_only(sent: Notification, post: Post) -> None:
    assert post([told(sent, "delivered"), told(sent, "processed"), told(sent, "open")]).status_code == 204
    assert fresh(sent).arrival is Arrival.DELIVERED
    states = {event.kind: event.state for event in db.session.query(MailEvent)}
    assert states == {"delivered": EventState.APPLIED, "processed": EventState.IGNORED, "open": EventState.IGNORED}


def test_the_same_batch_many_times_changes_things_once(sent: Notification, post: Post) -> None:
    for _ in range(46):
        assert post([told(sent, "bounce", reason="550 no such user")]).status_code == 204
    assert db.session.query(MailEvent).count() == 1
    assert db.session.query(EventRecord).filter_by(kind="NotificationUndeliverable").count() == 1


def test_one_bad_event_spoils_no_other(sent: Notification, post: Post) -> None:
    batch: list[Any] = [told(sent, "processed", number) for number in range(100)]
    batch[57] = {"event": 7, "sg_event_id": None}
    assert post(batch).status_code == 204
    assert db.session.query(MailEvent).filter_by(state=EventState.MALFORMED).count() == 1
    assert db.session.query(MailEvent).count() == 100


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b'"text"', b"{}", b"[[1,2]]", b'[{"sg_event_id":"a","event":"open","notification_id":"x"}]']
)
def test_what_cannot_be_read_is_kept_and_answered(post: Post, body: bytes) -> None:
    assert post(body).status_code == 204
    assert db.session.query(MailEvent).filter_by(state=EventState.MALFORMED).count() == 1


def test_an_unknown_notification_is_noted(post: Post) -> None:
    assert post([{"event": "delivered", "sg_event_id": "x", "timestamp": 1, "notification_id": "999999"}]).status_code == 204
    assert db.session.query(MailEvent).one().state is EventState.UNKNOWN


def test_the_providers_word_settles_an_ambiguous_row(
    twin: Twin, customer: User, request_reset: Callable[[User], Notification], post: Post, work: Callable[[], None]
) -> None:
    twin.script.append("drop")
    row = request_reset(customer)
    work()
    assert fresh(row).status is Status.AMBIGUOUS
    post([told(row, "processed")])
    assert fresh(row).status is Status.SENT
    assert len(twin.accepted) == 1


def test_an_event_may_come_before_our_own_record(
    twin: Twin, customer: User, request_reset: Callable[[User], Notification], post: Post
) -> None:
    row = request_reset(customer)
    claim = claims.claim(row.id, now=clock.now())
    assert claim is not None
    assert claims.begin(claim, now=clock.now())
    post([told(row, "delivered")])
    assert (fresh(row).status, fresh(row).arrival) == (Status.SENT, Arrival.DELIVERED)


def test_a_bounced_reply_shows_in_the_tickets_timeline(
    twin: Twin,
    make_ticket: Callable[..., Ticket],
    agent: User,
    signed_in: Callable[[User], FlaskClient],
    post: Post,
    work: Callable[[], None],
    now: datetime,
) -> None:
    ticket = make_ticket()
    conversation.reply(ticket.id, "On its way.", seen_up_to=None, actor=agent, now=now)
    work()
    reply = db.session.query(Notification).filter_by(kind="agent_reply").one()
    post([told(reply, "bounce")])
    page = signed_in(agent).get(f"/desk/tickets/{ticket.number}")
    assert "the customer cannot be reached at this address" in page.text
