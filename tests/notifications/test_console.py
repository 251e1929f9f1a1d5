"""The operator's page and the outbox of development."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Status
from kit.accounts.models import User
from kit.db import db
from tests.notifications.conftest import fresh

SignIn = Callable[[User], FlaskClient]
PATH = "/desk/settings/notifications"


@pytest.fixture
def admin(make_user: Callable[..., User]) -> User:
    return make_user("admin", "Ada Min")


@pytest.fixture
def failed(customer: User, request_reset: Callable[[User], Notification]) -> Notification:
    row = request_reset(customer)
    broken = {"status": Status.FAILED, "last_error": "400: bad <address>"}
    db.session.execute(update(Notification).where(Notification.id == row.id).values(**broken))
    db.session.commit()
    return row


@pytest.mark.parametrize("role", ["customer", "agent", "lead", "manager"])
def test_only_admins_see_it(role: str, make_user: Callable[..., User], signed_in: SignIn) -> None:
    assert signed_in(make_user(role)).get(PATH).status_code == 403


def test_what_failed_shows_with_its_reason(admin: User, failed: Notification, signed_in: SignIn) -> None:
    page = signed_in(admin).get(f"{PATH}?status=failed")
    assert page.status_code == 200
    assert "400: bad &lt;address&gt;" in page.text
    assert "Hannah Brooks" in page.text
    assert "Hannah Brooks" not in signed_in(admin).get(f"{PATH}?status=sent").text


def test_a_failed_one_is_sent_again(
    admin: User, failed: Notification, signed_in: SignIn, work: Callable[[], None], outbox_mails: Callable[[], list[object]]
) -> None:
    answer = signed_in(admin).post(f"{PATH}/{failed.id}/retry", data={"status": "failed"})
    assert (answer.status_code, answer.location) == (303, f"{PATH}?status=failed")
    work()
    assert fresh(failed).status is Status.SENT
    assert len(outbox_mails()) == 1


def test_a_sent_one_is_not_sent_again(
    admin: User, customer: User, request_reset: Callable[[User], Notification], signed_in: SignIn, work: Callable[[], None]
) -> None:
    row = request_reset(customer)
    work()
    assert signed_in(admin).post(f"{PATH}/{row.id}/retry").status_code == 422


def test_the_list_costs_the_same_for_one_row_and_for_many(
    admin: User,
    make_user: Callable[..., User],
    request_reset: Callable[[User], Notification],
    signed_in: SignIn,
    count_queries: object,
) -> None:
    browser = signed_in(admin)
    request_reset(make_user("customer", "Reader 0"))
    assert browser.get(PATH).status_code == 200
    with count_queries() as few:  # type: ignore[operator]
        browser.get(PATH)
    for number in range(1, 12):
        request_reset(make_user("customer", f"Reader {number}"))
    with count_queries() as many:  # type: ignore[operator]
        browser.get(PATH)
    assert len(few) == len(many)


def test_the_outbox_shows_mails_and_their_links(
    client: FlaskClient,
    customer: User,
    request_reset: Callable[[User], Notification],
    outbox_mails: Callable[[], list[object]],
    work: Callable[[], None],
) -> None:
    row = request_reset(customer)
    work()
    name = f"{row.id:09d}-account_reset.eml"
    assert "Choose a new password" in client.get("/dev/outbox").text
    assert '<a href="http://localhost/reset/' in client.get(f"/dev/outbox/{name}").text
    page = client.get(f"/dev/outbox/{name}/html")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert "Choose a new password" in page.text


@pytest.mark.parametrize("name", ["..%2F..%2Fkeys.json", "000000001-x.eml", "keys.json"])
def test_the_outbox_shows_nothing_else(client: FlaskClient, name: str) -> None:
    assert client.get(f"/dev/outbox/{name}").status_code == 404
