"""Clocks and reports for programs."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from helpdesk.tickets.models import Ticket
from kit import clock
from kit.accounts import commands as accounts
from kit.accounts.models import User


@pytest.fixture
def get(client: FlaskClient) -> Callable[..., Any]:
    """get(user, scope, address): what a token of the user with that scope is answered."""

    def ask(user: User, scope: str, address: str) -> Any:
        token = accounts.create_token(user, [scope], now=clock.now())
        return client.get(f"/api/v1{address}", headers={"Authorization": f"Bearer {token}"})

    return ask


def test_a_ticket_s_clocks_have_the_shape_of_the_simulator(get: Any, ticket: Ticket, agent: User) -> None:
    answer = get(agent, "tickets:read", f"/tickets/{ticket.number}/sla")
    first, resolution = answer.get_json()["clocks"]
    assert (first["metric"], first["due_at"], resolution["metric"]) == ("first_reply", "2026-05-14T07:32:00Z", "resolution")
    assert set(first) >= {"state", "missed", "elapsed_s", "over_s", "warnings", "first_fulfilled_at"}


def test_customers_are_not_shown_the_inner_clocks(get: Any, ticket: Ticket, customer: User) -> None:
    assert get(customer, "tickets:read", f"/tickets/{ticket.number}/sla").status_code == 404


def test_a_report_is_read_by_leads_with_the_scope(get: Any, ticket: Ticket, lead: User, agent: User) -> None:
    address = "/reports/volumes?from=2026-05-01&to=2026-05-14&group_by=channel"
    assert get(lead, "reports:read", address).get_json()["rows"][0]["filed"] == 1
    assert get(lead, "tickets:read", address).status_code == 403
    assert get(agent, "reports:read", address).status_code == 403
    assert get(lead, "reports:read", "/reports/moon").status_code == 404
    assert get(lead, "reports:read", "/reports/volumes?from=soon").status_code == 422
