"""Who takes new work, how much, and in which group."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from helpdesk.staff import commands, queries
from helpdesk.staff.vocabulary import DEFAULT_CAPACITY, Availability
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.errors import NotAllowed, RuleViolation


def test_every_shop_starts_with_one_group(app: object, ticket: Ticket) -> None:
    (group,) = queries.groups()
    assert (group.name["en"], group.is_default) == ("Customer care", True)
    assert ticket.group_id == group.id


def test_an_agent_is_available_until_told_otherwise(agent: User, lead: User, now: datetime) -> None:
    assert queries.state_of(agent.id) == (Availability.AVAILABLE, DEFAULT_CAPACITY)
    commands.set_availability(agent, Availability.AWAY, actor=agent, now=now)
    commands.set_capacity(agent, 5, actor=lead, now=now)
    assert queries.state_of(agent.id) == (Availability.AWAY, 5)
    assert [(colleague.name, colleague.capacity) for colleague in queries.colleagues()] == [("Chen Yutong", 5), ("Marcus Reid", 12)]


def test_only_leads_decide_for_others(agent: User, lead: User, customer: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        commands.set_availability(lead, Availability.AWAY, actor=agent, now=now)
    with pytest.raises(NotAllowed):
        commands.set_capacity(agent, 5, actor=agent, now=now)
    with pytest.raises(NotAllowed):
        commands.set_availability(customer, Availability.AWAY, actor=lead, now=now)
    with pytest.raises(RuleViolation):
        commands.set_capacity(agent, -1, actor=lead, now=now)


def test_groups_have_exactly_the_given_members(agent: User, lead: User) -> None:
    (group,) = queries.groups()
    commands.set_members(group, [agent.id, agent.id, lead.id], actor=lead)
    assert [found.key for found in queries.groups_of(agent.id)] == ["care"]
    commands.set_members(group, [lead.id], actor=lead)
    assert queries.groups_of(agent.id) == []
    with pytest.raises(NotAllowed):
        commands.set_members(group, [agent.id], actor=agent)


def test_availability_is_chosen_in_the_account_menu(signed_in: Callable[[User], FlaskClient], agent: User, warehouse: User) -> None:
    desk = signed_in(agent)
    assert desk.post("/desk/availability", data={"availability": "away", "next": "/desk?view=mine"}).location == "/desk?view=mine"
    assert "Away · 0 of 12" in desk.get("/desk").text
    assert desk.post("/desk/availability", data={"availability": "asleep"}).status_code == 422
    assert signed_in(warehouse).post("/desk/availability", data={"availability": "away"}).status_code == 403
