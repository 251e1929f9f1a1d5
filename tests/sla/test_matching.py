"""Which policy a ticket falls under, and why."""

from typing import Any

import pytest

from helpdesk.sla import simulator

URGENT = {"id": "urgent", "when": {"priority": ["urgent", "high"], "category": ["quality"]}, "targets": {}}
EMAIL = {"id": "email", "when": {"channel": ["email"], "group": []}, "targets": {}}
REST = {"id": "rest", "when": {}, "targets": {}}


def matched(ticket: dict[str, Any], *policies: dict[str, Any]) -> dict[str, Any]:
    return simulator.match({"policies": list(policies), "ticket": ticket})


def test_the_first_policy_whose_every_condition_holds_is_chosen() -> None:
    ticket = {"priority": "high", "category": "quality", "channel": "email"}
    chosen = matched(ticket, URGENT, EMAIL, REST)
    assert chosen == {"id": "urgent", "why": "First match: priority is high and category is quality"}


def test_order_decides_between_two_that_fit() -> None:
    assert matched({"channel": "email"}, REST, EMAIL)["id"] == "rest"


def test_a_condition_without_values_asks_nothing() -> None:
    assert matched({"channel": "email", "group": "eu"}, URGENT, EMAIL)["id"] == "email"


def test_a_value_that_the_ticket_lacks_meets_no_condition() -> None:
    assert matched({"channel": None}, EMAIL, REST) == {"id": "rest", "why": "It applies to every ticket."}


def test_without_a_match_the_reasons_are_told() -> None:
    answer = matched({"channel": "web"}, EMAIL)
    assert answer == {"id": None, "why": "No policy matches: email wants channel email, the ticket has web"}


def test_without_policies_nothing_matches() -> None:
    assert matched({})["id"] is None


@pytest.mark.parametrize(
    "document",
    [
        {"ticket": {}},
        {"policies": [], "ticket": None},
        {"policies": [{"when": {}}], "ticket": {}},
        {"policies": [{"id": "x", "when": {"colour": ["red"]}}], "ticket": {}},
        {"policies": [{"id": "x", "when": {"channel": "web"}}], "ticket": {}},
        {"policies": [{"id": "x", "when": {"channel": [1]}}], "ticket": {}},
        {"policies": [{"id": True, "when": {}}], "ticket": {}},
        {"policies": [], "ticket": {"channel": ["web"]}},
    ],
)
def test_a_document_that_makes_no_sense_is_refused(document: dict[str, Any]) -> None:
    answer = simulator.answers(simulator.match, document)
    assert isinstance(answer, dict)
    assert answer["error"]["code"] in ("bad_shape", "bad_policy", "bad_ticket")
