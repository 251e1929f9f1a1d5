"""Surveys: one per closure, asked later, answered only by a POST, editable until they expire (HARDENING G18, G19)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.surveys import commands, queries, rules
from helpdesk.surveys.models import Survey
from helpdesk.surveys.vocabulary import Solved, Status
from helpdesk.tickets.commands import conversation, lifecycle
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import By
from helpdesk.tickets.vocabulary import Reason as Closing
from helpdesk.tickets.vocabulary import Status as TicketStatus
from helpdesk.visits.models import Visit
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotAllowed, RuleViolation

Solve = Callable[..., Ticket]


@pytest.fixture
def solve(make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> Solve:
    """solve(): a ticket answered and solved at once by its agent."""

    def act(ticket: Ticket | None = None, *, at: datetime | None = None, **more: Any) -> Ticket:
        found = ticket or make_ticket(assignee=agent)
        if more:
            return lifecycle.set_status(found.id, TicketStatus.SOLVED, actor=agent, now=at or now, **more)
        conversation.reply(found.id, "Done.", seen_up_to=None, status=TicketStatus.SOLVED, actor=agent, now=at or now)
        return found

    return act


@pytest.fixture
def asked(solve: Solve, now: datetime) -> Survey:
    """A survey that was mailed an hour after solving."""
    solve()
    at = now + timedelta(hours=1)
    (survey_id,) = queries.due_ids(at)
    commands.ask(survey_id, now=at)
    return the_survey()


@pytest.fixture
def path(asked: Survey, app: Flask, now: datetime) -> Iterator[str]:
    """The address in the mail, an hour after it was sent."""
    with time_machine.travel(now + timedelta(hours=2), tick=True):
        yield f"/survey/{rules.token(asked.id, app.config['SECRET_KEY'])}"


def the_survey() -> Survey:
    db.session.expire_all()
    return db.session.query(Survey).order_by(Survey.id.desc()).first()  # type: ignore[return-value]


def test_a_solved_ticket_is_asked_about_an_hour_later(solve: Solve, now: datetime) -> None:
    solve()
    assert queries.due_ids(now + timedelta(minutes=59)) == []
    (survey_id,) = queries.due_ids(now + timedelta(hours=1))
    assert commands.ask(survey_id, now=now + timedelta(hours=1))
    assert not commands.ask(survey_id, now=now + timedelta(hours=1))
    assert the_survey().expires_at == now + timedelta(days=14, hours=1)


def test_reopening_before_the_question_cancels_it(solve: Solve, agent: User, now: datetime) -> None:
    ticket = solve()
    lifecycle.set_status(ticket.id, TicketStatus.OPEN, actor=agent, now=now + timedelta(minutes=5))
    assert queries.due_ids(now + timedelta(days=1)) == []
    solve(ticket, at=now + timedelta(minutes=30))
    assert len(queries.due_ids(now + timedelta(days=1))) == 1
    assert the_survey().closure == 2


@pytest.mark.parametrize("reason", [Closing.SPAM, Closing.DUPLICATE, Closing.TEST, Closing.CUSTOMER_WITHDREW])
def test_what_was_never_served_is_not_asked_about(reason: Closing, solve: Solve) -> None:
    solve(reason=reason)
    assert db.session.query(Survey).count() == 0


def test_looking_records_nothing(path: str, client: FlaskClient) -> None:
    for score in (1, 2, 3, 4, 5):
        page = client.get(f"{path}?score={score}", headers={"User-Agent": "SafeLinks"})
        assert page.status_code == 200
        assert f'value="{score}" required checked' in page.text
    client.head(path)
    assert (the_survey().status, the_survey().score) == (Status.SENT, None)


def test_a_nonsense_score_preselects_nothing(path: str, client: FlaskClient) -> None:
    assert "required checked" not in client.get(f"{path}?score=<6>").text


def test_saving_and_changing_an_answer(path: str, client: FlaskClient) -> None:
    first = client.post(path, data={"score": "5", "praise": ["quick", "clear"], "solved": "yes", "may_call": "y"})
    assert (first.status_code, first.location) == (303, path)
    assert "Saved: 5, very good." in client.get(path).text
    client.post(path, data={"score": "4", "comment": "A word more."})
    saved = the_survey()
    assert (saved.score, saved.comment, saved.praise, saved.may_call) == (4, "A word more.", [], False)
    assert db.session.query(Survey).count() == 1


def test_a_form_without_a_score_comes_back_with_its_text(path: str, client: FlaskClient) -> None:
    page = client.post(path, data={"comment": "Typed and not lost <b>"})
    assert page.status_code == 422
    assert "Typed and not lost &lt;b&gt;" in page.text
    assert "Choose one of the five faces." in page.text


def test_hostile_fields_are_refused(path: str, client: FlaskClient) -> None:
    for data in ({"score": "9"}, {"score": "x"}, {"score": "3", "praise": "' OR 1=1"}, {"score": "3", "comment": "x" * 4001}):
        assert client.post(path, data=data).status_code == 422
    assert the_survey().score is None


def test_after_two_weeks_it_is_gone(path: str, asked: Survey, client: FlaskClient) -> None:
    with time_machine.travel(asked.expires_at + timedelta(seconds=1), tick=True):
        assert client.get(path).status_code == 410
        assert client.post(path, data={"score": "5"}).status_code == 410
        assert client.get(f"/api/v1{path.replace('/survey/', '/surveys/')}").status_code == 410
    assert the_survey().score is None


@pytest.mark.parametrize("token", ["1", "x.y", "1.forged-signature-of-twenty-b", "%00", "a" * 400])
def test_a_forged_token_is_not_found(token: str, client: FlaskClient) -> None:
    assert client.get(f"/survey/{token}").status_code == 404


def test_staff_cannot_answer(path: str, agent: User, signed_in: Callable[[User], FlaskClient]) -> None:
    assert signed_in(agent).get(path).status_code == 403
    assert signed_in(agent).post(path, data={"score": "5"}).status_code == 403
    assert the_survey().score is None


def test_the_command_refuses_staff_and_late_answers(asked: Survey, agent: User, now: datetime) -> None:
    given = commands.Answer(score=5)
    with pytest.raises(NotAllowed):
        commands.answer(asked.id, given, unsolved_words="", actor=agent, now=now)
    with pytest.raises(RuleViolation):
        commands.answer(asked.id, given, unsolved_words="", actor=None, now=now + timedelta(days=30))


def test_not_solved_reopens_the_ticket_with_the_customers_words_once(path: str, asked: Survey, client: FlaskClient) -> None:
    client.post(path, data={"score": "2", "solved": "no", "comment": "It still leaks."})
    client.post(path, data={"score": "1", "solved": "no", "comment": "It still leaks, really."})
    db.session.expire_all()
    ticket = db.session.get_one(Ticket, asked.ticket_id)
    assert ticket.status is TicketStatus.OPEN
    assert [m.body for m in db.session.query(Message).order_by(Message.id)][-1] == "It still leaks."
    assert the_survey().solved is Solved.NO


def test_a_low_score_plans_one_call(path: str, client: FlaskClient) -> None:
    client.post(path, data={"score": "2"})
    client.post(path, data={"score": "1"})
    visit = db.session.query(Visit).one()
    assert (visit.reason, visit.survey_id) == ("low_score", the_survey().id)


def test_never_again(path: str, client: FlaskClient, solve: Solve, now: datetime) -> None:
    assert client.post(f"{path}/refuse").status_code == 303
    solve()
    assert queries.due_ids(now + timedelta(days=1)) == []


def test_one_reminder_and_no_more(asked: Survey, now: datetime) -> None:
    at = now + timedelta(days=3, hours=1)
    assert queries.unanswered_ids(at - timedelta(seconds=1)) == []
    assert queries.unanswered_ids(at) == [asked.id]
    assert commands.remind(asked.id, now=at)
    assert not commands.remind(asked.id, now=at)
    assert queries.unanswered_ids(at + timedelta(days=1)) == []


def test_who_answered_is_not_reminded(asked: Survey, now: datetime) -> None:
    commands.answer(asked.id, commands.Answer(score=5), unsolved_words="", actor=None, now=now + timedelta(hours=2))
    assert queries.unanswered_ids(now + timedelta(days=4)) == []


def test_results_count_what_was_sent_in_a_period(solve: Solve, agent: User, now: datetime) -> None:
    at = now + timedelta(hours=1)
    for score in (5, 4, 1, None):
        solve()
        (survey_id,) = queries.due_ids(at)
        commands.ask(survey_id, now=at)
        if score:
            commands.answer(survey_id, commands.Answer(score=score), unsolved_words="", actor=None, now=at)
    whole = {"start": now, "end": now + timedelta(days=1), "zone": "Asia/Shanghai"}
    (day,) = queries.results(**whole, by="day")  # type: ignore[arg-type]
    assert (day.asked, day.answered, day.satisfied, day.low) == (4, 3, 2, 1)
    assert day.group == datetime(2026, 5, 14).date()  # noqa: DTZ001
    assert day.mean == pytest.approx(10 / 3)
    (row,) = queries.results(**whole, by="agent")  # type: ignore[arg-type]
    assert (row.group, row.asked) == (agent.id, 4)
    assert queries.results(start=now + timedelta(days=1), end=now + timedelta(days=2), by="category", zone="UTC") == []


def test_a_customer_who_solves_it_is_asked_too(make_ticket: Solve, customer: User, now: datetime) -> None:
    ticket = make_ticket()
    lifecycle.set_status(ticket.id, TicketStatus.SOLVED, by=By.CUSTOMER, actor=customer, now=now)
    assert len(queries.due_ids(now + timedelta(hours=1))) == 1


def test_a_program_may_answer_with_the_mailed_token(path: str, client: FlaskClient) -> None:
    url = f"/api/v1{path.replace('/survey/', '/surveys/')}"
    assert client.get(url).get_json()["score"] is None
    saved = client.post(url, json={"score": 4, "comment": "Good.", "praise": ["quick"]})
    assert (saved.status_code, saved.get_json()["score"]) == (200, 4)
    assert (the_survey().score, the_survey().praise) == (4, ["quick"])


@pytest.mark.parametrize("body", [{}, {"score": 6}, {"score": "4"}, {"score": 3, "role": "admin"}, {"score": 3, "solved": "maybe"}])
def test_a_wrong_document_is_a_problem(path: str, client: FlaskClient, body: dict[str, Any]) -> None:
    answer = client.post(f"/api/v1{path.replace('/survey/', '/surveys/')}", json=body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert the_survey().score is None


def test_a_manager_changes_when_customers_are_asked(
    manager: User, agent: User, signed_in: Callable[[User], FlaskClient], solve: Solve, now: datetime
) -> None:
    page, form = "/desk/settings/surveys", {"is_on": "y", "delay_hours": "5", "open_days": "7", "remind_days": "2"}
    assert signed_in(agent).get(page).status_code == 403
    browser = signed_in(manager)
    assert 'value="1"' in browser.get(page).text
    assert browser.post(page, data=form | {"open_days": "0"}).status_code == 422
    assert browser.post(page, data=form).status_code == 303
    solve()
    assert queries.due_ids(now + timedelta(hours=4)) == []
    assert the_survey().due_at == now + timedelta(hours=5)
    browser.post(page, data={name: value for name, value in form.items() if name != "is_on"})
    solve()
    assert db.session.query(Survey).count() == 1
