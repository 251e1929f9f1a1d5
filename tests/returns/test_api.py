"""Cases by the REST API: tokens, scopes, steps, repeats."""

import pytest

from helpdesk.returns.models import Case
from kit import clock
from kit.accounts import commands as accounts
from kit.db import db

QUOTE = {"lines": [{"id": "A", "quantity": 1, "unit_price_minor": 100}], "return": {"lines": [{"id": "A", "quantity": 1}]}}


@pytest.fixture
def api(app):
    """api(user, "cases:write"): call(method, path, body, **headers) with a token of that person."""

    def open_for(user, *scopes):
        token = accounts.create_token(user, list(scopes) or ["cases:read", "cases:write"], now=clock.now())
        client = app.test_client()

        def call(method, path, body=None, **headers):
            headers["Authorization"] = f"Bearer {token}"
            return client.open(f"/api/v1{path}", method=method, json=body, headers=headers)

        return call

    return open_for


def test_a_case_is_walked_by_its_events(api, open_case, agent, customer, work):
    case = open_case({1: 1})
    desk, shopper = api(agent), api(customer)
    line = case.lines[0].id
    assert desk("POST", f"/cases/{case.number}/approve").json["state"] == "awaiting_return"
    sent = shopper("POST", f"/cases/{case.number}/add_tracking", {"carrier": "sf", "tracking": "SF140299"})
    assert sent.json["state"] == "return_in_transit"
    counted = desk("POST", f"/cases/{case.number}/receive", {"lines": [{"id": line, "quantity": 1}]})
    assert counted.json["lines"][0]["qty_received"] == 1
    found = {"id": line, "quantity": 1, "grade": "new_unworn", "disposition": "restock_new"}
    assert desk("POST", f"/cases/{case.number}/inspect", {"lines": [found]}).json["state"] == "inspected"
    assert desk("POST", f"/cases/{case.number}/accept").json["lines"][0]["refund_minor"] == 11414
    work()
    assert desk("GET", f"/cases/{case.number}").json["state"] == "completed"


def test_what_is_for_others_what_has_passed_and_what_is_unknown(api, open_case, agent, customer, make_user):
    case = open_case({1: 1})
    assert api(customer)("POST", f"/cases/{case.number}/approve").status_code == 403
    assert api(agent)("POST", f"/cases/{case.number}/cancel").status_code == 403
    assert api(agent)("POST", f"/cases/{case.number}/refund_everything").status_code == 404
    assert api(agent)("POST", f"/cases/{case.number}/dispatch").status_code == 409
    assert api(agent)("POST", f"/cases/{case.number}/reject", {"reason": 5}).status_code == 422
    assert api(make_user("customer", "Emily Tran"))("GET", f"/cases/{case.number}").status_code == 404
    assert api(agent, "tickets:read")("GET", f"/cases/{case.number}").status_code == 403


def test_the_same_key_opens_one_case(api, make_order, customer):
    from datetime import timedelta

    order = make_order(placed_at=clock.now() - timedelta(days=4))
    body = {
        "order": order.number,
        "type": "return_refund",
        "reason": "no_longer_wanted",
        "lines": [{"order_line_id": order.lines[0].id, "quantity": 1}],
    }
    call = api(customer)
    first = call("POST", "/cases", body, **{"Idempotency-Key": "k1"})
    again = call("POST", "/cases", body, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    other = call("POST", "/cases", {**body, "reason": "other"}, **{"Idempotency-Key": "k1"})
    assert other.status_code == 409
    assert len(db.session.scalars(db.select(Case)).all()) == 1
    assert [item["number"] for item in call("GET", "/cases").json["items"]] == [first.json["number"]]


def test_the_desk_lists_all_open_cases(api, open_case, agent):
    numbers = {open_case({1: 1}).number, open_case({2: 1}).number}
    assert {item["number"] for item in api(agent)("GET", "/cases").json["items"]} == numbers


def test_a_quote_answers_like_the_command(api, agent):
    assert api(agent)("POST", "/cases/quote", QUOTE).json["refund_minor"] == 100
    refused = api(agent)("POST", "/cases/quote", {**QUOTE, "return": {"lines": [{"id": "A", "quantity": 2}]}})
    assert (refused.status_code, refused.json["code"]) == (422, "over_quantity")
