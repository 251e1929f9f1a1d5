"""Forms from elsewhere change nothing, and no word anybody wrote becomes a tag on any page (HARDENING C2, C8, D1)."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from helpdesk.tickets.models import Message, Ticket
from kit.accounts.models import User
from kit.db import db
from kit.uploads.models import Upload
from storefront.catalogue.models import Product
from tests.attacks.test_reading import state
from tests.attacks.world import World, address, rules

CANARY = "\"'><b id=canary onload=x>{{7*7}}</b>"
SIGNED_IN_ALREADY = "/start"  # the second step of signing in leads whoever is inside away before it looks at the form
FROM_PROGRAMS = ("/api/", "/webhooks/")


@pytest.fixture
def checked(app: Flask) -> Iterator[None]:
    """Forms need their token, as they do outside of tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("sent", [{}, {"csrf_token": "x"}, {"csrf_token": ""}], ids=["none", "wrong", "empty"])
def test_no_form_without_its_token_changes_anything(
    app: Flask, checked: None, world: World, signed_in: Callable[[User], FlaskClient], sent: dict[str, str]
) -> None:
    browser, before, wrong = signed_in(world.people["admin"]), state(), []
    for rule, method in rules(app, "POST", "PUT", "PATCH", "DELETE"):
        if rule.rule.startswith(FROM_PROGRAMS) or rule.endpoint.startswith("probe"):
            continue
        answer = browser.open(address(app, rule, world.arguments(rule)), method=method, data=sent)
        if answer.status_code != 400 and answer.location != SIGNED_IN_ALREADY:
            wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []
    after = state()
    assert {name for name in after if after[name] != before[name]} <= {"throttle"}  # tries count before anything is believed


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=lambda sent: min(sent)
)
def test_no_other_site_sends_a_form(
    app: Flask, world: World, signed_in: Callable[[User], FlaskClient], headers: dict[str, str]
) -> None:
    browser, wrong = signed_in(world.people["admin"]), []
    for rule, method in rules(app, "POST", "PUT", "PATCH", "DELETE"):
        if rule.rule.startswith(FROM_PROGRAMS) or rule.endpoint.startswith("probe"):
            continue
        answer = browser.open(address(app, rule, world.arguments(rule)), method=method, headers=headers)
        if answer.status_code != 403 and answer.location != SIGNED_IN_ALREADY:
            wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", ["owner", "admin"])
def test_words_of_people_stay_words_on_every_page(
    app: Flask, world: World, signed_in: Callable[[User], FlaskClient], who: str
) -> None:
    """The canary is written past the forms, as an import would, into whatever people name."""
    everywhere = {Ticket: ("subject", "preview"), Message: ("body",), Upload: ("name",), User: ("name",)}
    for model, columns in everywhere.items():
        db.session.execute(update(model).values(dict.fromkeys(columns, CANARY)))
    db.session.execute(update(Product).values(name={"en": CANARY, "zh": CANARY}))
    db.session.execute(
        text("UPDATE order_line SET name = CAST(:name AS jsonb)"), {"name": json.dumps({"en": CANARY, "zh": CANARY})}
    )
    db.session.commit()
    people: dict[str, Any] = world.people | {"owner": world.owner}
    browser, seen, wrong = signed_in(people[who]), 0, []
    for rule, _method in rules(app, "GET"):
        answer = browser.get(address(app, rule, world.arguments(rule)))
        if answer.status_code >= 500 and rule.rule != "/readyz":
            wrong.append((rule.rule, answer.status_code))
        if answer.mimetype != "text/html":
            continue
        seen += "canary" in answer.text
        if re.search(r"<b id=canary|id=canary onload=x>49", answer.text) or "49</b>" in answer.text:
            wrong.append((rule.rule, answer.status_code))
        if "default-src 'none'" not in answer.headers.get("Content-Security-Policy", ""):
            wrong.append((rule.rule, 0))
    assert wrong == []
    assert seen >= 5
