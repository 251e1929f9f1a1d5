"""Tickets for programs: tokens with scopes, problems, entity tags, keys that make a repeat harmless."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Ticket
from kit import clock
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.db import db

BASE = "/api/v1/tickets"
Call = Callable[..., Any]


@pytest.fixture
def call(client: FlaskClient, now: datetime) -> Call:
    """Ask the API as somebody: call(agent, "POST", "/T-1/messages", {...}, scopes=[...])."""

    def ask(who: User, method: str, path: str = "", body: Any = None, *, scopes: list[str] | None = None, **headers: str) -> Any:
        token = accounts.create_token(who, scopes or ["tickets:read", "tickets:write"], now=now)
        sent = {"Authorization": f"Bearer {token}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(BASE + path, method=method, json=body, headers=sent)

    return ask


def test_a_customer_files_and_reads_an_own_ticket(call: Call, customer: User) -> None:
    filed = call(customer, "POST", body={"body": "The lid is cracked and it leaks."})
    assert filed.status_code == 201
    assert (filed.json["status"], filed.json["category"], filed.json["channel"]) == ("new", "quality", "api")
    read = call(customer, "GET", f"/{filed.json['number']}")
    assert read.json["number"] == filed.json["number"]
    assert "next_due_at" not in read.json
    assert [item["number"] for item in call(customer, "GET").json["items"]] == [filed.json["number"]]


def test_an_agent_files_for_a_requester(call: Call, agent: User) -> None:
    assert call(agent, "POST", body={"body": "x"}).json["code"] == "no_requester"
    filed = call(agent, "POST", body={"body": "Where is it?", "requester": {"email": "new@example.com", "name": "New"}})
    assert filed.json["requester"] == "New"


def test_without_a_token_or_its_scope_nothing_opens(client: FlaskClient, call: Call, agent: User, signed_in: Any) -> None:
    refused = client.get(BASE)
    assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")
    assert client.get(BASE, headers={"Authorization": "Bearer nonsense"}).status_code == 401
    assert signed_in(agent).get(BASE).status_code == 401
    assert call(agent, "POST", body={"body": "x"}, scopes=["tickets:read"]).status_code == 403


def test_a_customer_sees_no_other_ticket_and_no_note(
    call: Call, ticket: Ticket, customer: User, agent: User, make_user: Any, now: datetime
) -> None:
    conversation.note(ticket.id, "NOTE-7f3a", actor=agent, now=now)
    stranger = make_user("customer", "Tom Becker")
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/timeline", None),
        ("PATCH", "", {"status": "solved"}),
        ("POST", "/messages", {"body": "x"}),
    ):
        assert call(stranger, method, f"/{ticket.number}{path}", body).status_code == 404
    assert call(stranger, "GET").json["items"] == []
    assert "NOTE-7f3a" not in call(customer, "GET", f"/{ticket.number}/timeline").text
    assert "NOTE-7f3a" in call(agent, "GET", f"/{ticket.number}/timeline").text
    assert call(customer, "PATCH", f"/{ticket.number}", {"priority": "urgent"}).status_code == 403


def test_the_same_key_gives_the_same_answer(call: Call, customer: User) -> None:
    first, again = (call(customer, "POST", body={"body": "Once"}, Idempotency_Key="k1") for _ in range(2))
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert call(customer, "POST", body={"body": "Other"}, Idempotency_Key="k1").status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_a_change_by_a_stale_tag_is_refused(call: Call, ticket: Ticket, agent: User) -> None:
    tag = call(agent, "GET", f"/{ticket.number}").headers["ETag"]
    changed = call(agent, "PATCH", f"/{ticket.number}", {"priority": "urgent", "assignee": agent.email}, If_Match=tag)
    assert (changed.status_code, changed.json["priority"], changed.json["assignee"]) == (200, "urgent", "Chen Yutong")
    assert call(agent, "PATCH", f"/{ticket.number}", {"priority": "low"}, If_Match=tag).status_code == 412


def test_a_change_is_all_or_nothing(call: Call, ticket: Ticket, agent: User) -> None:
    refused = call(agent, "PATCH", f"/{ticket.number}", {"priority": "urgent", "status": "solved"})
    assert (refused.status_code, refused.json["code"]) == (422, "reply_due")
    db.session.expire_all()
    assert db.session.get_one(Ticket, ticket.id).priority != "urgent"


def test_a_reply_by_program_follows_the_same_rules(call: Call, ticket: Ticket, customer: User, agent: User) -> None:
    seen = ticket.last_message_id
    conversation.customer_message(ticket.id, "And the base leaks.", actor=customer, now=clock.now())
    stale = call(agent, "POST", f"/{ticket.number}/messages", {"body": "Sorry.", "seen_up_to": seen})
    assert (stale.status_code, stale.json["code"]) == (409, "new_messages")
    sent = call(agent, "POST", f"/{ticket.number}/messages", {"body": "Sorry.", "status": "pending"})
    assert (sent.status_code, sent.json["kind"]) == (201, "agent")
    assert call(customer, "POST", f"/{ticket.number}/messages", {"body": "Thanks"}).json["kind"] == "customer"


def test_bad_documents_say_what_is_wrong(call: Call, ticket: Ticket, customer: User, agent: User) -> None:
    for body in ({}, {"body": ""}, {"body": "x", "role": "admin"}, {"body": "x", "category": "y"}, {"body": 5}, [], "x"):
        refused = call(customer, "POST", body=body)
        assert (refused.status_code, refused.mimetype) == (422, "application/problem+json"), body
    assert "body" in call(customer, "POST", body={}).json["errors"]
    refused = call(customer, "POST", body={"body": "x\x00y"})
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    assert call(agent, "GET", "?cursor=zzz&q=%27").status_code == 200


def test_the_description_names_the_routes(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").json["paths"]
    assert {"/api/v1/tickets", "/api/v1/tickets/{number}", "/api/v1/tickets/{number}/messages"} <= paths.keys()
