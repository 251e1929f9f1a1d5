"""The settings pages of service levels: what managers see, change and are told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from helpdesk.sla import queries, whatif
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User

SLA = "/desk/settings/sla"
TARGETS = {
    f"{priority}-{name}": value
    for priority in ("urgent", "high", "normal", "low")
    for name, value in (("first_reply", "60"), ("next_reply", "60"), ("resolution", "24"))
}
WARNINGS = {"warnings-0-point": "percent", "warnings-0-value": "75", "warnings-0-to": "owner lead"}


@pytest.fixture
def desk(signed_in: Callable[[User], FlaskClient], manager: User) -> FlaskClient:
    return signed_in(manager)


def policy_form(**changes: str) -> dict[str, Any]:
    row = queries.current_policies()[0]
    names = {"name_en": "Standard", "name_zh": "标准", "calendar_id": str(row.calendar_id), "seen_version": str(row.version)}
    return names | TARGETS | WARNINGS | changes


def test_the_page_lists_policies_in_order_with_their_targets(desk: FlaskClient) -> None:
    text = desk.get(SLA).get_data(as_text=True)
    assert "first match wins" in text
    assert 'name="normal-first_reply"' in text
    assert "everything else" in text


def test_the_page_speaks_chinese(desk: FlaskClient) -> None:
    desk.set_cookie("locale", "zh_Hans")
    text = desk.get(SLA).get_data(as_text=True)
    assert "SLA 策略" in text
    assert "first match wins" not in text


def test_agents_do_not_change_promises(signed_in: Callable[[User], FlaskClient], agent: User) -> None:
    assert signed_in(agent).get(SLA).status_code == 403


def test_publishing_a_policy_makes_its_next_version(desk: FlaskClient) -> None:
    row = queries.current_policies()[0]
    answer = desk.post(f"{SLA}/{row.id}", data=policy_form(**{"normal-next_reply": "120", "category": "quality"}))
    assert answer.status_code == 303
    changed = queries.current_policies()[0]
    assert changed.version_id != row.version_id
    assert changed.document["targets"]["normal"]["next_reply_s"] == 7200
    assert changed.document["when"] == {"category": ["quality"]}
    assert changed.document["warnings"] == [{"percent": 75, "to": ["owner", "lead"]}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"normal-first_reply": "0"}, "Number must be between 1 and"),
        ({"normal-first_reply": "soon"}, "Not a valid integer value"),
        ({"name_en": ""}, "This field is required"),
        ({"warnings-0-value": ""}, "Enter a number."),
        ({"category": "kittens"}, "valid choice"),
        (dict.fromkeys(TARGETS, ""), "A policy without any target promises nothing."),
    ],
)
def test_a_policy_that_makes_no_sense_is_shown_again(desk: FlaskClient, changes: dict[str, str], told: str) -> None:
    row = queries.current_policies()[0]
    answer = desk.post(f"{SLA}/{row.id}", data=policy_form(**changes))
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert queries.current_policies()[0].version_id == row.version_id


def test_a_stale_page_is_a_conflict(desk: FlaskClient) -> None:
    row = queries.current_policies()[0]
    form = policy_form()
    desk.post(f"{SLA}/{row.id}", data=form)
    assert desk.post(f"{SLA}/{row.id}", data=form).status_code == 409


def test_a_new_policy_is_tried_first_and_can_be_moved_and_removed(desk: FlaskClient) -> None:
    assert desk.get(f"{SLA}/new").status_code == 200
    desk.post(SLA, data=policy_form(name_en="Fast", name_zh="快", channel="phone"))
    fast, standard = queries.current_policies()
    assert (fast.name["en"], standard.name["en"]) == ("Fast", "Standard")
    desk.post(f"{SLA}/{fast.id}/move", data={"to": "down"})
    assert [row.id for row in queries.current_policies()] == [standard.id, fast.id]
    desk.post(f"{SLA}/{fast.id}/retire")
    assert [row.id for row in queries.current_policies()] == [standard.id]


def test_the_replay_says_what_is_gained_only_by_a_longer_target(
    desk: FlaskClient, ticket: Ticket, agent: User, now: datetime
) -> None:
    late = now + timedelta(minutes=90)
    conversation.reply(ticket.id, "Sorry for the wait.", seen_up_to=None, actor=agent, now=late)
    row = queries.current_policies()[0]
    longer = row.document | {"targets": row.document["targets"] | {"normal": {"first_reply_s": 7200}}}
    tried = whatif.compare(longer, now=late)
    assert tried is not None
    assert (tried.tickets, tried.missed_today, tried.missed_draft, tried.gained) == (1, 1, 0, 1)


def test_the_replay_comes_back_as_a_part(desk: FlaskClient) -> None:
    part = desk.post(f"{SLA}/what-if", data=policy_form(), headers={"HX-Request": "true"})
    assert part.get_data(as_text=True).lstrip().startswith('<section class="card sim"')
    assert "<html" in desk.post(f"{SLA}/what-if", data=policy_form()).get_data(as_text=True)


def test_calendars_are_listed_and_published(desk: FlaskClient) -> None:
    hours = {"name_en": "Berlin", "name_zh": "柏林", "timezone": "Europe/Berlin", "mon": "09:00–12:30, 13:30-18:00"}
    answer = desk.post(f"{SLA}/calendars", data=hours | {"holidays": "2026-05-01\n", "special_days": "2026-05-09 10:00–14:00"})
    assert answer.status_code == 303
    added = queries.current_calendars()[-1]
    assert added.document == {
        "timezone": "Europe/Berlin",
        "week": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]]},
        "holidays": ["2026-05-01"],
        "special_days": {"2026-05-09": [["10:00", "14:00"]]},
    }
    page = desk.get(f"{SLA}/calendars?calendar={added.id}").get_data(as_text=True)
    assert "09:00–12:30, 13:30–18:00" in page
    changed = hours | {"always": "y", "seen_version": str(added.version)}
    assert desk.post(f"{SLA}/calendars/{added.id}", data=changed).status_code == 303
    assert queries.current_calendars()[-1].document is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mon": ""}, "no open time in the next 400 days"),
        ({"mon": "nine to five"}, "Write hours like"),
        ({"mon": "09:00–12:00, 11:00–13:00"}, "overlap"),
        ({"mon": "22:00–06:00"}, "Write hours like"),
        ({"timezone": "Mars/Olympus"}, "Choose a time zone"),
        ({"holidays": "tomorrow"}, "Write each day like"),
    ],
)
def test_t55_a_calendar_that_makes_no_sense_is_shown_again(desk: FlaskClient, changes: dict[str, str], told: str) -> None:
    hours = {"name_en": "Berlin", "name_zh": "柏林", "timezone": "Europe/Berlin", "mon": "09:00–18:00"}
    answer = desk.post(f"{SLA}/calendars", data=hours | changes)
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)


def test_the_deadlines_card_shows_what_runs_and_what_was_met(app: Any, ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Here.", seen_up_to=None, actor=agent, now=now + timedelta(minutes=18))
    view = queries.sla_of(ticket.id, now=now + timedelta(hours=1))
    assert [(str(each.facts.metric), each.left_s) for each in view.running] == [("resolution", 82800)]
    assert [(str(each.facts.metric), each.used_s) for each in view.finished] == [("first_reply", 1080)]
