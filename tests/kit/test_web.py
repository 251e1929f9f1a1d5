"""What every page has: headers, one answer per form, clean input, languages."""

import re
from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from sqlalchemy import select

from kit import clock, profile
from kit.accounts import commands
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import Conflict, NotAllowed, NotFound, RuleViolation
from kit.web import filters
from kit.web.countdown import countdown
from kit.web.idempotency import SentForm, once
from kit.web.paging import Cursor, keyset


@pytest.mark.parametrize("path", ["/healthz", "/login", "/nothing-here", "/register"])
def test_every_answer_carries_the_policy(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy


def test_another_site_cannot_send_our_forms(client: FlaskClient) -> None:
    assert client.post("/locale/en", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/locale/en", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = app.test_client().post("/locale/en")
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/?q=%00", "/?a=%ED%A0%80", "/%00", "/login?next=%00"])
def test_text_that_cannot_be_stored_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {200, 302, 303, 400, 404}


def test_the_reader_chooses_the_language(client: FlaskClient) -> None:
    client.post("/locale/zh_Hans", data={"next": "/login"})
    assert 'lang="zh' in client.get("/login").text
    client.post("/locale/en")
    assert 'lang="en' in client.get("/login").text


def test_the_browsers_language_is_followed(client: FlaskClient) -> None:
    assert 'lang="zh' in client.get("/login", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}).text


@pytest.fixture(scope="module")
def desk(built_app: Flask) -> Flask:
    """The application with routes that only this file knows."""
    if "probe" in built_app.blueprints:
        return built_app
    probe = Blueprint("probe", __name__)

    @probe.post("/probe/<what>")
    @once
    def act(what: str) -> str:
        problems = {
            "missing": NotFound("ticket", 1),
            "forbidden": NotAllowed("reply"),
            "rule": RuleViolation("too_much", "That is too much.", field="amount"),
            "conflict": Conflict("stale", "Somebody was faster."),
        }
        if what in problems:
            raise problems[what]
        person = command(commands.person)(f"{what}@example.com", request.form["name"], now=datetime.now(UTC))
        return f"made {person.id}"

    built_app._got_first_request = False
    built_app.register_blueprint(probe)
    return built_app


@pytest.mark.parametrize("what, status", [("missing", 404), ("forbidden", 403), ("rule", 422), ("conflict", 409)])
def test_refusals_of_the_domain_have_their_status(desk: Flask, client: FlaskClient, what: str, status: int) -> None:
    assert client.post(f"/probe/{what}").status_code == status


def test_a_form_sent_twice_acts_once(desk: Flask, client: FlaskClient) -> None:
    form = {"idempotency_key": "abc", "name": "Ann"}
    first, second = client.post("/probe/ann", data=form), client.post("/probe/ann", data=form)
    assert first.status_code == second.status_code == 200
    assert first.text == second.text
    assert client.post("/probe/ann", data=form | {"name": "Bob"}).status_code == 409


def test_a_refused_form_may_be_mended_and_sent_again(desk: Flask, client: FlaskClient) -> None:
    assert client.post("/probe/rule", data={"idempotency_key": "k"}).status_code == 422
    assert db.session.scalars(select(SentForm)).all() == []


def test_pages_go_forth_and_back(app: Flask, make_user: Callable[..., User]) -> None:
    people = [make_user("customer", f"Person {number:02}") for number in range(7)]

    def load(cursor: str | None) -> tuple[list[str], str | None, str | None]:
        found = keyset(
            select(User),
            (User.created_at, User.id),
            Cursor.parse(cursor, (datetime, int)),
            descending=True,
            fetch=lambda statement: db.session.scalars(statement).all(),
            key=lambda user: (user.created_at, user.id),
            rows=3,
        )
        return [user.name for user in found.rows], found.newer, found.older

    names = [person.name for person in reversed(people)]
    first, newer, older = load(None)
    assert (first, newer) == (names[:3], None)
    second, newer, older = load(older)
    assert second == names[3:6]
    third, _, none = load(older)
    assert (third, none) == (names[6:], None)
    back, none, _ = load(newer)
    assert (back, none) == (names[:3], None)


@pytest.mark.parametrize("text", ["", "x", "W10", "e30", "ÿ", "a" * 500])
def test_a_tampered_cursor_is_the_first_page(text: str) -> None:
    assert Cursor.parse(text, (datetime, int)) is None


@pytest.mark.parametrize(
    "amount, currency, shown",
    [(128000, "CNY", "¥1,280.00"), (-6400, "CNY", "−¥64.00"), (5, "EUR", "€0.05"), (1200, "JPY", "¥1,200")],
)
def test_money_is_shown_exactly(amount: int, currency: str, shown: str) -> None:
    assert filters.money(amount, currency) == shown


@pytest.mark.parametrize(
    "seconds, english, chinese",
    [(754, "12 min", "12 分"), (39_120, "10 h 52 min", "10 小时 52 分"), (187_200, "2 d 4 h", "2 天 4 小时")],
)
def test_durations_in_both_languages(app: Flask, seconds: int, english: str, chinese: str) -> None:
    for locale, shown in (("en", english), ("zh_Hans", chinese)):
        assert shown_in(app, locale, filters.duration, seconds) == shown


def shown_in(app: Flask, locale: str, show: Callable[..., str], value: object) -> str:
    """What a reader of `locale` sees."""

    def inside() -> str:
        with app.test_request_context(headers={"Cookie": f"locale={locale}"}):
            return show(value)

    return Context().run(inside)


def test_dates_in_both_languages(app: Flask) -> None:
    at = datetime(2025, 5, 14, 16, 30, tzinfo=UTC)
    assert shown_in(app, "en", filters.localtime, at) == "00:30"
    assert shown_in(app, "en", partial(filters.localdate, weekday=True), at) == "Thu 15 May 2025"
    assert shown_in(app, "zh_Hans", partial(filters.localdate, weekday=True), at) == "2025年5月15日 周四"


def test_static_files_are_addressed_by_their_content(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/app\.css\?v=[^"]+)"', client.get("/login").text)
    assert address is not None
    assert "immutable" in client.get(address.group(1)).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("minutes", "started", "state", "text", "pct"),
    [(60, 60, "ok", "1 h", 0), (14, 60, "due", "14 min", 77), (-5, 60, "over", "5 min over", 100), (30, 200, "due", "30 min", 85)],
)
def test_a_countdown_tells_how_a_clock_stands(
    app: Flask, now: datetime, minutes: int, started: int, state: str, text: str, pct: int
) -> None:
    due_at = now + timedelta(minutes=minutes)
    shown = countdown(due_at, now, due_at - timedelta(minutes=started))
    assert (shown.state, shown.text, shown.pct) == (state, text, pct)


def test_today_is_shown_by_the_time_other_days_by_the_date(app: Flask) -> None:
    assert filters.short(clock.now()) == filters.localtime(clock.now())
    assert filters.short(datetime(2026, 5, 14, 6, 32, tzinfo=UTC)) == filters.localdate(datetime(2026, 5, 14, 6, 32, tzinfo=UTC))


def test_a_form_whose_session_is_gone_asks_to_sign_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = app.test_client().post("/desk/tickets/T-1/messages", data={"body": "typed"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "signed-out")
    assert app.test_client().post("/desk/bulk").status_code == 401


def test_while_the_demo_is_written_staff_are_told_and_everything_works(client, signed_in, agent, customer):
    line = b"history is still being written"
    assert line not in signed_in(agent).get("/desk").data
    profile.save(is_demo=True, is_set_up=False)
    assert line in signed_in(agent).get("/desk").data
    assert line not in signed_in(customer).get("/orders").data
    profile.save(is_set_up=True)
    assert line not in signed_in(agent).get("/desk").data


def test_only_this_machine_learns_what_is_not_ready(client: FlaskClient) -> None:
    assert "checks" in client.get("/readyz").json  # type: ignore[operator]
    assert "checks" not in client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.9"}).json  # type: ignore[operator]
    assert "checks" not in client.get("/readyz", environ_base={"REMOTE_ADDR": "203.0.113.9"}).json  # type: ignore[operator]


def test_a_form_of_somebody_signed_out_keeps_its_words(client: FlaskClient) -> None:
    answer = client.post(
        "/desk/tickets/T-1/messages", data={"body": "Long <b>words</b> of mine"}, headers={"Referer": "http://localhost/desk"}
    )
    assert answer.status_code == 401
    assert "Long &lt;b&gt;words&lt;/b&gt; of mine</textarea>" in answer.text
    assert "/login?next=/desk" in answer.text
