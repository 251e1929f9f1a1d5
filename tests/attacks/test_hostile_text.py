"""Hostile words and numbers in every address and every form: a clear answer, never a failure (HARDENING F9, F10, H8, 6.5)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kit.accounts import commands as accounts
from kit.accounts.models import User
from tests.attacks.world import World, address, rules

HUGE = "9" * 30
WORDS = (HUGE, "²%_\\'\" OR 1=1-- ../../etc/passwd \u202e{{7*7}}%(x)s{0.__class__}<script>alert(1)</script>" + "x" * 1000)
QUERY = (
    "q", "page", "at", "view", "status", "sort", "order", "line", "step", "from", "to", "days", "day", "hour", "weekday", "since",
    "cursor", "category", "group_by", "agent", "number", "next", "email", "priority", "channel", "assignee", "metric", "outcome",
    "endpoint", "name", "_external", "_scheme", "_anchor", "_method", "self", "min", "max", "ticket", "lang", "delivery",
)  # fmt: skip
FORM = (
    "body", "kind", "status", "priority", "category", "assignee", "seen_up_to", "version", "seen_version", "quantity", "sku_id",
    "score", "comment", "decision", "deduction-1", "only", "line", "units-1", "step", "reason", "type", "question", "proof",
    "tracking", "carrier", "outcome", "mood", "due_at", "due_on", "at", "name", "title_en", "body_en", "slug", "position",
    "email", "number", "code", "amount", "items-0-resolution", "items-0-amount", "expires_in", "text", "text_hash", "calendar_id",
    "timezone", "name_en", "name_zh", "mon", "holidays", "act", "t", "take", "next", "state", "weight", "phrase", "from", "to",
    "rating", "stars", "coupon", "provider", "delivery", "quote", "phone", "region", "street", "delay", "delay_hours", "days",
    "normal-first_reply", "warnings-0-value", "grade-1", "disposition-1", "inspected-1", "ticket", "direction", "locale", "note",
)  # fmt: skip


@pytest.fixture
def browsers(world: World, signed_in: Callable[[User], FlaskClient]) -> dict[str, FlaskClient]:
    return {"owner": signed_in(world.owner), "admin": signed_in(world.people["admin"])}


@pytest.mark.parametrize("word", WORDS, ids=lambda word: ascii(word)[:24])
def test_no_word_in_an_address_or_a_form_breaks_a_page(
    app: Flask, world: World, browsers: dict[str, FlaskClient], word: str
) -> None:
    broken = []
    for rule, method in rules(app, "GET", "POST"):
        if rule.endpoint in {"static", "security.static", "security.logout"} or rule.endpoint.startswith("probe"):
            continue
        path = address(app, rule, world.arguments(rule))
        who = "admin" if rule.rule.startswith(("/desk", "/manage")) else "owner"
        sent: dict[str, Any] = (
            {"query_string": dict.fromkeys(QUERY, word)} if method == "GET" else {"data": dict.fromkeys(FORM, word)}
        )
        status = browsers[who].open(path, method=method, **sent).status_code
        if status >= 500 and not ((status == 503 and "sendgrid" in path) or path == "/readyz"):
            broken.append((who, method, path, status))
    assert broken == []


@pytest.mark.parametrize("value", [HUGE, "%00²..%2f..%2fetc"])
def test_no_odd_key_in_an_address_breaks_a_page(app: Flask, world: World, browsers: dict[str, FlaskClient], value: str) -> None:
    broken = []
    for rule, method in rules(app, "GET", "POST"):
        if not rule.arguments or rule.endpoint.startswith("probe"):
            continue
        path = rule.rule
        for name in rule.arguments:
            path = re.sub(rf"<[^<>]*\b{name}>", lambda _found: value, path)
        who = "admin" if rule.rule.startswith(("/desk", "/manage")) else "owner"
        status = browsers[who].open(path, method=method).status_code
        if status >= 500 and "sendgrid" not in path:
            broken.append((who, method, path[:80], status))
    assert broken == []


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b'{"body": ' * 50_000, b"9" * 5000, b'{"body": NaN, "seen_up_to": 1e999}', b'{"body": "\\u0000"}',
        b'{"body": "\\ud800"}', b"\xff\xfe", b"null", b"[]", b'"x"', b'{"body": "x", "seen_up_to": ' + b"9" * 30 + b"}",
        b'{"score": ' + b"9" * 30 + b"}", b'{"lines": [{"order_line_id": ' + b"9" * 30 + b', "quantity": ' + b"9" * 30 + b"}]}",
        b'{"body": "x", "body": "y", "role": "admin", "is_agent": true}',
    ],
    ids=lambda body: str(body[:24]),
)  # fmt: skip
def test_no_document_breaks_the_api(app: Flask, world: World, now: Any, body: bytes) -> None:
    broken = []
    for who in (world.owner, world.people["admin"]):
        token = accounts.create_token(who, ["*"], now=now)
        for rule, method in rules(app, "POST", "PATCH"):
            if not rule.rule.startswith("/api/") or "webhooks" in rule.rule:
                continue
            path = address(app, rule, world.arguments(rule))
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            answer = app.test_client().open(path, method=method, data=body, headers=headers)
            if answer.status_code >= 500 or (answer.status_code >= 400 and answer.mimetype != "application/problem+json"):
                broken.append((who.role, method, path, answer.status_code))
    assert broken == []
