"""Sign-in, sessions and guards, as a visitor meets them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.confirmable import generate_confirmation_token
from sqlalchemy import select

from kit import clock
from kit.accounts import commands, queries
from kit.accounts.events import AccountMailRequested
from kit.accounts.models import User
from kit.accounts.rules import clean_name, normal_email, normal_phone, safe_next
from kit.accounts.throttle import allow
from kit.accounts.vocabulary import Role
from kit.db import db
from kit.events import EventRecord

PASSWORD = "three wise owls 42"


@pytest.fixture
def member(app: Flask) -> User:
    return commands.create_user("member@example.com", "Member", Role.CUSTOMER, PASSWORD, now=clock.now())


def is_in(client: FlaskClient) -> bool:
    return client.get("/start").headers.get("Location") == "/orders"


def try_password(client: FlaskClient, password: str) -> int:
    return client.post("/login", data={"email": "member@example.com", "password": password}).status_code


def sign_in(client: FlaskClient) -> None:
    assert try_password(client, PASSWORD) == 302
    assert is_in(client)


def test_signing_in_and_out(client: FlaskClient, member: User) -> None:
    assert client.get("/start").headers["Location"] == "/login?next=/start"
    sign_in(client)
    client.post("/logout")
    assert not is_in(client)


def test_an_old_cookie_is_dead_after_signing_out(client: FlaskClient, member: User, app: Flask) -> None:
    sign_in(client)
    cookie = client.get_cookie("session")
    assert cookie is not None
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    assert not is_in(thief)


def test_the_cookie_of_before_signing_in_stays_signed_out(client: FlaskClient, member: User, app: Flask) -> None:
    client.get("/login")
    before = client.get_cookie("session")
    sign_in(client)
    thief = app.test_client()
    if before is not None:
        thief.set_cookie("session", before.value)
    assert not is_in(thief)


def test_deactivation_works_at_once(client: FlaskClient, member: User) -> None:
    sign_in(client)
    member.active = False
    db.session.commit()
    assert not is_in(client)


def test_a_new_password_signs_out_everywhere(client: FlaskClient, member: User) -> None:
    sign_in(client)
    commands.create_user("member@example.com", "Member", Role.CUSTOMER, "another long one", now=clock.now())
    assert not is_in(client)


def without_token(html: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", html)


def test_unknown_address_and_wrong_password_look_the_same(client: FlaskClient, member: User) -> None:
    wrong = client.post("/login", data={"email": "member@example.com", "password": "not this one"})
    unknown = client.post("/login", data={"email": "nobody@example.com", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 200
    assert without_token(wrong.text).replace("member@", "nobody@") == without_token(unknown.text)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "\\\\evil", "https:evil", "https://evil.example/x", "///evil", "javascript:x", "@evil"],
)
def test_signing_in_never_leads_to_another_site(client: FlaskClient, member: User, target: str) -> None:
    response = client.post(f"/login?next={target}", data={"email": "member@example.com", "password": PASSWORD, "next": target})
    location = response.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert safe_next(target) == "/"


def test_a_confirmation_link_changes_nothing_until_its_button_is_pressed(client: FlaskClient, app: Flask) -> None:
    made = commands.create_user("new@example.com", "New", Role.CUSTOMER, PASSWORD, now=clock.now())
    made.confirmed_at = None
    db.session.commit()
    with app.test_request_context():
        link = f"/confirm/{generate_confirmation_token(made)}"
    opened = client.get(link)
    assert (opened.status_code, "Confirm address" in opened.text) == (200, True)
    assert db.session.scalar(select(User.confirmed_at).where(User.id == made.id)) is None
    pressed = client.post(link)
    assert (pressed.status_code, pressed.headers.get("Location")) == (302, "/login")
    assert db.session.scalar(select(User.confirmed_at).where(User.id == made.id)) is not None


def test_registering_asks_for_the_terms_and_mails_a_confirmation(client: FlaskClient) -> None:
    form = {"email": "new@example.com", "password": PASSWORD, "name": "New Person"}
    client.post("/register", data=form)
    assert queries.user_by_email("new@example.com") is None
    client.post("/register", data=form | {"terms": "y"})
    made = queries.user_by_email("NEW@example.com")
    assert made is not None
    assert (made.role, made.confirmed_at, made.name) == (Role.CUSTOMER, None, "New Person")
    mails = [
        row.particulars["mail"] for row in db.session.scalars(select(EventRecord).filter_by(kind=AccountMailRequested.__name__))
    ]
    assert mails == ["confirm"]


def test_a_new_account_keeps_the_language_its_owner_read_the_form_in(client: FlaskClient) -> None:
    form = {"email": "xin@example.com", "password": PASSWORD, "name": "欧阳新", "terms": "y"}
    client.post("/register", data=form, headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    made = queries.user_by_email("xin@example.com")
    assert made is not None
    assert made.locale == "zh_Hans"


def test_registering_with_a_guests_address_gives_no_account_to_a_stranger(client: FlaskClient, now: datetime) -> None:
    guest = commands.person("guest@example.com", "Guest", now=now)
    client.post("/register", data={"email": "guest@example.com", "password": PASSWORD, "name": "Stranger", "terms": "y"})
    db.session.refresh(guest)
    assert guest.password is None
    mails = [
        row.particulars["mail"] for row in db.session.scalars(select(EventRecord).filter_by(kind=AccountMailRequested.__name__))
    ]
    assert mails == ["known_address"]


def test_nobody_makes_themselves_staff(client: FlaskClient) -> None:
    form = {
        "email": "sly@example.com",
        "password": PASSWORD,
        "name": "Sly",
        "terms": "y",
        "role": "admin",
        "confirmed_at": "2020-01-01",
    }
    client.post("/register", data=form)
    made = queries.user_by_email("sly@example.com")
    assert made is not None
    assert made.role is Role.CUSTOMER
    assert made.confirmed_at is None


def test_guessing_is_slowed_down(app: Flask, client: FlaskClient, member: User) -> None:
    app.config["THROTTLE_SCALE"] = 1
    try:
        answers = [try_password(client, "wrong guess") for _ in range(12)]
    finally:
        app.config["THROTTLE_SCALE"] = 1000
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_bucket_refills(app: Flask, now: datetime) -> None:
    assert [allow("bucket", capacity=2, seconds=60, now=now) for _ in range(3)] == [True, True, False]
    assert allow("bucket", capacity=2, seconds=60, now=now + timedelta(seconds=31))


def test_htmx_is_told_that_nobody_is_signed_in(client: FlaskClient) -> None:
    assert client.get("/start", headers={"HX-Request": "true"}).status_code == 401


def test_staff_are_signed_out_when_idle(signed_in: Callable[[User], FlaskClient], agent: User) -> None:
    browser = signed_in(agent)
    assert browser.get("/start").headers["Location"] == "/desk"
    for row in db.session.execute(select(commands.UserSession)).scalars():
        row.last_seen_at -= timedelta(minutes=31)
    db.session.commit()
    assert browser.get("/start").headers["Location"].startswith("/login")


def test_one_person_for_every_spelling_of_an_address(app: Flask, now: datetime) -> None:
    first = commands.person("Ann@Example.com", "Ann", now=now)
    assert commands.person("ａｎｎ@example.com ", "Ann", now=now).id == first.id


def test_names_are_fit_for_pages_and_headers() -> None:
    assert clean_name("  Ann\r\nBcc: x\u202e \u200b Lee ") == "AnnBcc: x Lee"
    assert normal_email("no address") is None
    assert normal_email("a@b.com, c@d.com") is None
    assert normal_phone("＋86 138-0000-1234") == "+8613800001234"


def test_phone_numbers_are_not_readable_in_the_database(app: Flask, now: datetime) -> None:
    person = commands.person("ann@example.com", "Ann", phone="138 0000 1234", now=now)
    stored = db.session.execute(db.text("SELECT phone FROM users WHERE id = :id"), {"id": person.id}).scalar_one()
    assert b"1380000" not in bytes(stored)
    assert person.phone == "13800001234"


def test_the_language_chosen_is_that_of_the_persons_mail(client: FlaskClient, member: User) -> None:
    sign_in(client)
    client.post("/locale/zh_Hans", data={"next": "/orders"})
    assert queries.user_by_email("member@example.com").locale == "zh_Hans"  # type: ignore[union-attr]


def test_a_registration_with_faults_is_no_success(client: FlaskClient) -> None:
    assert client.post("/register", data={"email": "nobody", "password": "x"}).status_code == 422
