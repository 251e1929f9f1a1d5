"""Getting in by other ways than the door (HARDENING B)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import db

PASSWORD = "a long enough secret"


@pytest.fixture
def boss(app: Flask, now: datetime) -> User:
    return accounts.create_user("boss@example.com", "Boss", Role.ADMIN, PASSWORD, now=now)


def sign_in(browser: FlaskClient, **more: Any) -> Any:
    return browser.post("/login", data={"email": "boss@example.com", "password": PASSWORD}, **more)


def test_no_token_of_the_sign_in_library_opens_anything(app: Flask, client: FlaskClient, boss: User) -> None:
    token = boss.get_auth_token()
    assert client.get("/start", headers={"Authentication-Token": token}).location.startswith("/login")
    assert client.get(f"/start?auth_token={token}").location.startswith("/login")
    assert client.get("/change", headers={"Authentication-Token": token}).status_code == 302


@pytest.mark.parametrize("query", ["", "?include_auth_token"])
def test_signing_in_hands_out_nothing_but_the_session(client: FlaskClient, boss: User, query: str) -> None:
    signed = sign_in(client, query_string=query, headers={"Accept": "application/json"})
    assert signed.status_code == 302
    assert "token" not in signed.text


def test_the_sign_in_pages_take_forms_only(client: FlaskClient, boss: User) -> None:
    sent = {"email": "boss@example.com", "password": PASSWORD}
    assert client.post("/login", json=sent).status_code == 415
    assert client.post("/reset", json=sent).status_code == 415


def test_a_session_from_before_signing_in_opens_nothing(app: Flask, client: FlaskClient, boss: User) -> None:
    client.get("/login")
    with client.session_transaction() as before:
        planted = dict(before)
    sign_in(client)
    assert client.get("/desk").status_code == 200
    victim = app.test_client()
    with victim.session_transaction() as session:
        session.update(planted)
    assert victim.get("/desk").status_code == 302


def test_signing_out_and_deactivation_end_a_copied_session(app: Flask, client: FlaskClient, boss: User) -> None:
    sign_in(client)
    copy = app.test_client()
    with client.session_transaction() as session, copy.session_transaction() as stolen:
        stolen.update(session)
    assert copy.get("/desk").status_code == 200
    client.post("/logout")
    assert copy.get("/desk").status_code == 302


def test_a_link_never_signs_anybody_out(client: FlaskClient, boss: User) -> None:
    sign_in(client)
    for path in ("/tf-validate", "/tf-select", "/mf-recovery", "/tf-rescue", "/logout", "/verify"):
        client.get(path)
        assert client.get("/desk").status_code == 200, path


@pytest.mark.parametrize("path", ["/login", "/reset", "/confirm"])
def test_every_spelling_of_an_address_shares_one_limit(app: Flask, client: FlaskClient, boss: User, path: str) -> None:
    app.config["THROTTLE_SCALE"] = 1
    try:
        spellings = ["boss@example.com", "BOSS@example.com", " boss@EXAMPLE.com ", "ｂoss@example.com"]
        answers = [
            client.post(path, data={"email": spellings[turn % 4], "password": "x"}).status_code  # one bucket of ten
            for turn in range(12)
        ]
    finally:
        app.config["THROTTLE_SCALE"] = 1000
    assert answers[0] != 429
    assert answers[10:] == [429, 429]


@pytest.mark.parametrize("path", ["/login", "/reset", "/confirm", "/register"])
def test_nobody_learns_which_addresses_are_known(app: Flask, boss: User, path: str) -> None:
    def told(address: str) -> tuple[int, str]:
        sent = {"email": address, "password": "another long secret", "name": "N", "terms": "y"}
        answer = app.test_client().post(path, data=sent)
        return answer.status_code, re.sub(r'name="csrf_token"[^>]*', "", answer.text.replace(address, ""))

    known, unknown = told("boss@example.com"), told("nobody@example.com")
    assert known[1].splitlines() == unknown[1].splitlines()
    assert known == unknown


@pytest.mark.parametrize("password", ["x" * 1_000_000, "\x00secret", "Ａ" * 400])
def test_extreme_passwords_are_refused_quietly(client: FlaskClient, boss: User, password: str) -> None:
    assert client.post("/login", data={"email": "boss@example.com", "password": password}).status_code in {200, 400}


@pytest.mark.parametrize(
    "target",
    [
        "//e",
        r"/\e",
        r"\\e",
        "https:e",
        "http:///e",
        "///e",
        "/%09/e",
        "javascript:x",
        "@e",
        "https://e.example/",
        "/\t/e",
        "/\r\nX: y",
    ],
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, boss: User, target: str) -> None:
    signed = client.post("/login", data={"email": "boss@example.com", "password": PASSWORD, "next": target})
    asked = client.post("/locale/en", data={"next": target})
    for answer in (signed, asked):
        if answer.location:
            assert answer.location.startswith("/")
            assert answer.location[1:2] not in {"/", "\\"}


def test_links_in_mail_come_from_our_own_address(client: FlaskClient, boss: User, app: Flask, work: Callable[[], None]) -> None:
    from helpdesk.notifications.channels.outbox import folder

    kept = folder(app.config["SETTINGS"])
    for stale in kept.glob("*.eml"):
        stale.unlink()
    client.post("/reset", data={"email": "boss@example.com"}, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    work()
    (mail,) = kept.glob("*.eml")
    assert "evil.example" not in mail.read_text()


def test_a_one_time_code_opens_the_door_once(app: Flask, boss: User) -> None:
    codes: Any = app.extensions["security"].totp_factory
    secret = codes.generate_totp_secret()
    code = codes.generate_totp_password(secret)
    assert codes.verify_totp(code, secret, boss)
    assert not codes.verify_totp(code, secret, boss)
    db.session.refresh(boss)
    assert not codes.verify_totp(code, secret, boss)


def test_a_guests_checkout_leaves_the_phone_of_an_account_alone(app: Flask, boss: User, now: datetime) -> None:
    accounts.person("boss@example.com", phone="+49 30 1234567", now=now)
    assert boss.phone is None
    assert accounts.person("ann@example.com", phone="+49 30 1234567", now=now).phone
