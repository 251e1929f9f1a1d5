"""The customer's side: writing to us, reading along, closing and reopening; what belongs to others does not exist."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from helpdesk.tickets.commands import conversation, guest_access, lifecycle, standing
from helpdesk.tickets.models import Attachment, GuestAccess, Message, Ticket
from helpdesk.tickets.vocabulary import Status
from kit import clock
from kit.accounts.models import User
from kit.db import db


@pytest.fixture
def mine(signed_in: Callable[[User], FlaskClient], customer: User) -> FlaskClient:
    return signed_in(customer)


def photo() -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "PNG")
    content.seek(0)
    return content


def only_ticket() -> Ticket:
    db.session.expire_all()
    return db.session.scalars(select(Ticket)).one()


def test_a_customer_writes_to_us_with_a_photo(mine: FlaskClient) -> None:
    data = {"body": "The lid is cracked and it leaks.", "category": "", "order": "", "files": (photo(), "lid.png")}
    answer = mine.post("/help/tickets/new", data=data)
    ticket = only_ticket()
    assert answer.location == f"/help/tickets/{ticket.number}"
    assert ticket.category == "quality"
    page = mine.get(answer.location).text
    picture = re.search(rf'src="(/help/tickets/{ticket.number}/files/\d+)"', page)
    assert picture is not None
    assert mine.get(picture[1]).mimetype == "image/png"


def test_a_refused_form_keeps_text_and_files(mine: FlaskClient) -> None:
    data = {"body": "Where is it?", "order": "LD260514-7KQ2MZ4", "files": (photo(), "box.png")}
    refused = mine.post("/help/tickets/new", data=data)
    assert refused.status_code == 422
    assert "Where is it?</textarea>" in refused.text
    token = re.search(r'name="upload" value="([^"]+)"', refused.text)
    assert token is not None
    mine.post("/help/tickets/new", data={"body": "Where is it?", "order": "", "upload": token[1]})
    assert len(db.session.scalars(select(Attachment)).all()) == 1


def test_nobody_attaches_the_files_of_others(mine: FlaskClient, signed_in: Any, make_user: Any) -> None:
    other = signed_in(make_user("customer", "Tom Becker"))
    refused = other.post("/help/tickets/new", data={"body": "", "order": "X", "files": (photo(), "box.png")})
    token = re.search(r'name="upload" value="([^"]+)"', refused.text)
    assert token is not None
    mine.post("/help/tickets/new", data={"body": "Mine", "upload": token[1]})
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_double_submit_files_once(mine: FlaskClient) -> None:
    data = {"body": "The lid is cracked.", "idempotency_key": "twice"}
    locations = {mine.post("/help/tickets/new", data=data).location for _ in range(2)}
    assert locations == {f"/help/tickets/{only_ticket().number}"}


def test_a_customer_is_told_by_when_a_person_replies(mine: FlaskClient, ticket: Ticket) -> None:
    due_at = clock.now() + timedelta(minutes=30)
    standing.set_clock(ticket.id, next_due_at=due_at, next_metric="first_reply", clock_state="running")
    assert "A person replies by" in mine.get(f"/help/tickets/{ticket.number}").text
    standing.set_clock(ticket.id, next_due_at=due_at - timedelta(hours=1), next_metric="first_reply", clock_state="running")
    assert "We are late with our answer" in mine.get(f"/help/tickets/{ticket.number}").text
    assert ticket.number in mine.get("/help/tickets").text


def test_notes_and_their_files_never_leave_the_house(
    mine: FlaskClient, signed_in: Any, ticket: Ticket, agent: User, now: datetime
) -> None:
    desk = signed_in(agent)
    desk.post(
        f"/desk/tickets/{ticket.number}/messages",
        data={"body": "NOTE-7f3a", "kind": "note", "files": (photo(), "inside.png")},
    )
    page = mine.get(f"/help/tickets/{ticket.number}").text
    assert "NOTE-7f3a" not in page
    upload_id = db.session.scalars(select(Attachment.upload_id)).one()
    assert mine.get(f"/help/tickets/{ticket.number}/files/{upload_id}").status_code == 404
    assert desk.get(f"/desk/tickets/{ticket.number}/files/{upload_id}").status_code == 200
    assert "NOTE-7f3a" not in mine.get("/help/tickets").text


def test_another_customers_ticket_is_not_there(signed_in: Any, make_user: Any, ticket: Ticket) -> None:
    stranger = signed_in(make_user("customer", "Tom Becker"))
    for number in (ticket.number, "T-26999999", "x" * 500):
        base = f"/help/tickets/{number}"
        answers = [stranger.get(base), stranger.get(f"{base}/files/1")]
        answers += [stranger.post(f"{base}/{verb}", data={"body": "x"}) for verb in ("messages", "close", "reopen")]
        assert {answer.status_code for answer in answers} == {404}
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_customers_reach_no_verb_of_agents(mine: FlaskClient, ticket: Ticket, agent: User) -> None:
    base = f"/desk/tickets/{ticket.number}"
    for verb in ("messages", "no-reply", "draft", "status", "priority", "category", "assignee", "presence"):
        assert mine.post(f"{base}/{verb}", data={"body": "x", "status": "solved"}).status_code == 403
    assert mine.post("/desk/bulk", data={"take": ticket.number}).status_code == 403
    for address in (base, f"{base}/context", f"{base}/files/1", "/desk/tickets/new", "/desk/poll"):
        assert mine.get(address).status_code == 403


def test_visitors_are_asked_to_sign_in(client: FlaskClient, ticket: Ticket) -> None:
    assert client.get(f"/help/tickets/{ticket.number}").location == f"/login?next=/help/tickets/{ticket.number}"
    assert client.get("/help/tickets").location == "/login?next=/help/tickets"
    assert client.post(f"/help/tickets/{ticket.number}/messages", data={"body": "x"}).status_code == 404


def test_a_customer_closes_and_reopens(mine: FlaskClient, ticket: Ticket) -> None:
    base = f"/help/tickets/{ticket.number}"
    mine.post(f"{base}/close")
    assert only_ticket().status is Status.SOLVED
    assert "Not solved: open it again" in mine.get(base).text
    mine.post(f"{base}/reopen")
    assert only_ticket().status is Status.OPEN


def test_a_message_on_a_closed_request_opens_a_new_one(mine: FlaskClient, ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Done.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now)
    lifecycle.close_solved(now=now + timedelta(days=20))
    answer = mine.post(f"/help/tickets/{ticket.number}/messages", data={"body": "It broke again."})
    assert answer.location == "/help/tickets"
    assert len(db.session.scalars(select(Ticket)).all()) == 2
    assert mine.post(f"/help/tickets/{ticket.number}/reopen").status_code == 422


def test_a_guest_writes_and_sees_nothing_of_the_account(client: FlaskClient, customer: User) -> None:
    data = {"body": "Where is my parcel?", "name": "Hannah", "email": customer.email, "order": "LD260514-7KQ2MZ4"}
    answer = client.post("/help/tickets/new", data=data)
    ticket = only_ticket()
    assert answer.status_code == 200
    assert ticket.number in answer.text
    assert (ticket.requester_id, ticket.order_id) == (customer.id, None)
    assert client.get(f"/help/tickets/{ticket.number}").status_code == 302


def test_a_guest_finds_the_ticket_by_a_mailed_code(client: FlaskClient, ticket: Ticket, customer: User, now: datetime) -> None:
    asked = client.post("/help/find", data={"number": ticket.number, "email": customer.email.upper() if customer.email else ""})
    assert asked.location == "/help/find/code"
    access = db.session.scalars(select(GuestAccess)).one()
    code = guest_access.new_code(access.id, now=clock.now())
    assert code is not None
    assert client.post("/help/find/code", data={"code": "WRONG-CODEX"}).status_code == 422
    assert client.post("/help/find/code", data={"code": code.lower().replace("-", " ")}).location == "/help/find"
    base = f"/help/tickets/{ticket.number}"
    assert "my kettle arrived" in client.get(base).text
    client.post(f"{base}/messages", data={"body": "And the base leaks."})
    db.session.expire_all()
    assert db.session.get_one(Message, only_ticket().last_message_id).author_id == customer.id
    assert guest_access.redeem(customer.id, None, ticket.id, code, now=clock.now()) is None


def test_wrong_numbers_and_addresses_get_the_same_answer(client: FlaskClient, ticket: Ticket, customer: User) -> None:
    for number, email in (
        (ticket.number, "other@example.com"),
        ("T-26999999", customer.email),
        ("LD260514-7KQ2MZ4", customer.email),
    ):
        assert client.post("/help/find", data={"number": number, "email": email}).location == "/help/find/code"
        assert "a mail with a code is on its way" in client.get("/help/find/code").text
        assert client.post("/help/find/code", data={"code": "AAAAA-AAAAA"}).status_code == 422
    assert db.session.scalars(select(GuestAccess)).all() == []


def test_a_code_is_tried_five_times_at_most(ticket: Ticket, customer: User, now: datetime) -> None:
    access = guest_access.request(customer.id, order_id=None, ticket_id=ticket.id, now=now)
    code = guest_access.new_code(access.id, now=now)
    assert code is not None
    for _ in range(5):
        assert guest_access.redeem(customer.id, None, ticket.id, "WRONG", now=now) is None
    assert guest_access.redeem(customer.id, None, ticket.id, code, now=now) is None
    assert guest_access.new_code(access.id, now=now + timedelta(hours=1)) is None


def test_hostile_input_is_stored_or_refused_visibly(mine: FlaskClient) -> None:
    assert mine.post("/help/tickets/new", data={"body": "nul\x00byte"}).status_code == 400
    assert mine.post("/help/tickets/new", data={"body": "x" * 120_001}).status_code == 422
    assert mine.post("/help/tickets/new", data={"body": "x", "subject": "y" * 201}).status_code == 422
    assert mine.post("/help/tickets/new", data={"body": "x", "category": "hacked"}).status_code == 422
    long = mine.post("/help/tickets/new", data={"body": "长" * 100_000, "subject": "\u202eevil\u200b"})
    assert long.status_code == 303
    assert only_ticket().subject == "evil"
    assert mine.get(long.location).status_code == 200
