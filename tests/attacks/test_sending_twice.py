"""The same form again: after a refusal it counts as new, and many at once are one (HARDENING C16, H4)."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from helpdesk.tickets.models import Message, Ticket
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.db import db
from tests.attacks.world import World, photo

FORM = {"subject": "The lid is cracked", "body": "It came broken.", "category": "quality", "idempotency_key": "one form"}


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def at_once(app: Flask, acts: list[Callable[[], Any]]) -> list[Any]:
    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        answers = list(pool.map(run, acts))
    db.session.expire_all()
    return answers


def test_a_refusal_after_a_file_was_kept_frees_the_form(customer: User, signed_in: Callable[[User], FlaskClient]) -> None:
    browser = signed_in(customer)
    file = {"files": (io.BytesIO(photo()), "lid.jpg"), "order": "LD000000-NONE"}
    refused = browser.post("/help/tickets/new", data=FORM | file)
    mended = browser.post("/help/tickets/new", data=FORM)
    assert (refused.status_code, mended.status_code) == (422, 303)
    assert count(Ticket) == 1


def test_many_of_one_form_at_once_write_one_message(app: Flask, world: World, signed_in: Callable[[User], FlaskClient]) -> None:
    browsers, before = [signed_in(world.owner) for _ in range(6)], count(Message)
    path = f"/help/tickets/{world.numbers['tickets']}/messages"
    answers = at_once(app, [lambda browser=browser: browser.post(path, data=FORM) for browser in browsers])  # type: ignore[misc]
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert 303 in {answer.status_code for answer in answers}
    assert count(Message) == before + 1


def test_a_request_repeated_at_once_files_one_ticket(app: Flask, world: World, client: FlaskClient, now: datetime) -> None:
    token = accounts.create_token(world.owner, ["*"], now=now)
    headers, before = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k1"}, count(Ticket)
    sent = {"subject": "Lid", "body": "It is cracked."}
    answers = at_once(app, [lambda: app.test_client().post("/api/v1/tickets", json=sent, headers=headers)] * 6)
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json["number"] for answer in answers if answer.status_code == 201}) == 1
    assert count(Ticket) == before + 1
    assert client.post("/api/v1/tickets", json=sent | {"body": "Another."}, headers=headers).status_code in {409, 422}
