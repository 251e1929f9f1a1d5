"""Follow-ups: planned in calling hours after a solved complaint or a low score, worked through, with consequences."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask.testing import FlaskClient

from helpdesk.surveys import commands as surveys
from helpdesk.surveys import queries as survey_queries
from helpdesk.tickets.commands import conversation, lifecycle
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import By, MessageKind
from helpdesk.tickets.vocabulary import Reason as Closing
from helpdesk.tickets.vocabulary import Status as TicketStatus
from helpdesk.visits import queries, rules
from helpdesk.visits.commands import planning, recording
from helpdesk.visits.commands.recording import Attempt
from helpdesk.visits.models import Visit
from helpdesk.visits.vocabulary import Group, Outcome, Reason, Status, Way
from kit.accounts.commands import set_phone
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import EventRecord

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = rules.calling_hours(SHANGHAI, [0, 1, 2, 3, 4], 9 * 3600, 18 * 3600)
MONDAY = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
Solve = Callable[..., Ticket]


@pytest.fixture
def solve(make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> Solve:
    """solve(category="quality"): a complaint answered and solved by its agent on a Thursday at 14:32."""

    def act(category: str = "quality", *, at: datetime | None = None, **more: Any) -> Ticket:
        ticket = make_ticket(assignee=agent, category=category, **more)
        conversation.reply(ticket.id, "Done.", seen_up_to=None, status=TicketStatus.SOLVED, actor=agent, now=at or now)
        return ticket

    return act


@pytest.fixture
def visit(solve: Solve) -> Visit:
    solve()
    return the_visit()


@pytest.fixture
def phone(customer: User) -> str:
    command(lambda: set_phone(db.session.get_one(User, customer.id), "13800001234"))()
    return "13800001234"


def the_visit() -> Visit:
    db.session.expire_all()
    return db.session.query(Visit).order_by(Visit.id.desc()).first()  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("wanted", "slot"),
    [
        (datetime(2026, 5, 14, 10, 0), datetime(2026, 5, 14, 10, 0)),  # noqa: DTZ001
        (datetime(2026, 5, 14, 8, 59), datetime(2026, 5, 14, 9, 0)),  # noqa: DTZ001
        (datetime(2026, 5, 14, 18, 0), datetime(2026, 5, 15, 9, 0)),  # noqa: DTZ001
        (datetime(2026, 5, 16, 14, 32), datetime(2026, 5, 18, 9, 0)),  # noqa: DTZ001
    ],
)
def test_a_call_is_planned_in_calling_hours(wanted: datetime, slot: datetime) -> None:
    assert rules.slot(wanted.replace(tzinfo=SHANGHAI), HOURS) == slot.replace(tzinfo=SHANGHAI)


def test_a_solved_complaint_is_followed_up_two_days_later_on_a_working_day(visit: Visit, agent: User) -> None:
    assert (visit.reason, visit.due_at, visit.assignee_id) == (Reason.SOLVED_COMPLAINT, MONDAY, agent.id)


@pytest.mark.parametrize("category", ["order", "account", "other"])
def test_what_is_no_complaint_is_not_followed_up(category: str, solve: Solve) -> None:
    solve(category)
    assert db.session.query(Visit).count() == 0


def test_spam_is_not_followed_up(make_ticket: Callable[..., Ticket], agent: User, now: datetime) -> None:
    ticket = make_ticket(category="quality")
    lifecycle.set_status(ticket.id, TicketStatus.SOLVED, reason=Closing.SPAM, actor=agent, now=now)
    assert db.session.query(Visit).count() == 0


def test_reopening_drops_the_plan(visit: Visit, agent: User, now: datetime) -> None:
    lifecycle.set_status(visit.ticket_id or 0, TicketStatus.OPEN, by=By.PERSON, actor=agent, now=now)
    assert the_visit().status is Status.CANCELLED


def test_a_low_score_brings_the_planned_call_forward(visit: Visit, now: datetime) -> None:
    at = now + timedelta(hours=1)
    (survey_id,) = survey_queries.due_ids(at)
    surveys.ask(survey_id, now=at)
    surveys.answer(survey_id, surveys.Answer(score=1), unsolved_words="", actor=None, now=at)
    (only,) = db.session.query(Visit).all()
    assert (only.id, only.reason, only.survey_id) == (visit.id, Reason.LOW_SCORE, survey_id)
    assert only.due_at == now + timedelta(hours=2)


def test_a_happy_customer_ends_the_visit(visit: Visit, agent: User) -> None:
    recording.record(visit.id, Attempt(outcome=Outcome.REACHED, mood=5, note="All well."), actor=agent, now=MONDAY)
    done = the_visit()
    assert (done.status, done.outcome, done.mood, done.attempts) == (Status.DONE, Outcome.REACHED, 5, 1)
    note = db.session.query(Message).order_by(Message.id.desc()).first()
    assert note is not None
    assert (note.kind, note.body) == (MessageKind.NOTE, "All well.")
    assert db.session.get_one(Ticket, visit.ticket_id).status is TicketStatus.SOLVED
    assert queries.results(MONDAY, MONDAY + timedelta(days=1)) == queries.Results(done=1, reached=1, happy=1)


def test_an_unhappy_customer_reopens_the_ticket(visit: Visit, agent: User) -> None:
    recording.record(visit.id, Attempt(outcome=Outcome.REACHED, mood=2, note="It leaks again."), actor=agent, now=MONDAY)
    db.session.expire_all()
    assert db.session.get_one(Ticket, visit.ticket_id).status is TicketStatus.OPEN


def test_an_unhappy_customer_of_a_closed_ticket_gets_a_new_one(visit: Visit, agent: User) -> None:
    lifecycle.close_solved(now=MONDAY + timedelta(days=20))
    recording.record(
        visit.id, Attempt(outcome=Outcome.REACHED, mood=1, note="It leaks again."), actor=agent, now=MONDAY + timedelta(days=21)
    )
    follow_up = db.session.query(Ticket).order_by(Ticket.id.desc()).first()
    assert follow_up is not None
    assert (follow_up.follows_id, follow_up.status) == (visit.ticket_id, TicketStatus.OPEN)


def test_nobody_answers_three_times(visit: Visit, agent: User) -> None:
    attempt = Attempt(outcome=Outcome.NO_ANSWER)
    recording.record(visit.id, attempt, actor=agent, now=MONDAY)
    assert (the_visit().status, the_visit().due_at) == (Status.PLANNED, MONDAY + timedelta(days=1))
    recording.record(visit.id, attempt, actor=agent, now=MONDAY + timedelta(days=1))
    recording.record(visit.id, attempt, actor=agent, now=MONDAY + timedelta(days=2))
    assert (the_visit().status, the_visit().outcome) == (Status.DONE, Outcome.NO_ANSWER)


def test_a_customer_names_a_time(visit: Visit, agent: User) -> None:
    wanted = MONDAY + timedelta(hours=5)
    recording.record(visit.id, Attempt(outcome=Outcome.CALL_BACK, next_at=wanted), actor=agent, now=MONDAY)
    assert (the_visit().status, the_visit().due_at) == (Status.PLANNED, wanted)


def test_a_further_visit_is_agreed(visit: Visit, agent: User) -> None:
    wanted = MONDAY + timedelta(days=7)
    recording.record(visit.id, Attempt(outcome=Outcome.REACHED, mood=4, next_at=wanted), actor=agent, now=MONDAY)
    again = the_visit()
    assert (again.reason, again.due_at, again.ticket_id) == (Reason.REPEAT, wanted, visit.ticket_id)


def test_who_wants_no_calls_gets_none(visit: Visit, agent: User, solve: Solve) -> None:
    recording.record(visit.id, Attempt(outcome=Outcome.NO_CALLS), actor=agent, now=MONDAY)
    solve()
    assert db.session.query(Visit).count() == 1


def test_a_stale_or_finished_visit_is_a_conflict(visit: Visit, agent: User) -> None:
    seen = visit.version
    recording.record(visit.id, Attempt(outcome=Outcome.NO_ANSWER), seen_version=seen, actor=agent, now=MONDAY)
    with pytest.raises(Conflict):
        recording.record(visit.id, Attempt(outcome=Outcome.NO_ANSWER), seen_version=seen, actor=agent, now=MONDAY)
    recording.record(visit.id, Attempt(outcome=Outcome.WRONG_NUMBER), actor=agent, now=MONDAY)
    with pytest.raises(Conflict):
        recording.record(visit.id, Attempt(outcome=Outcome.NO_ANSWER), actor=agent, now=MONDAY)


def test_refusals(visit: Visit, agent: User, customer: User) -> None:
    with pytest.raises(NotAllowed):
        recording.record(visit.id, Attempt(outcome=Outcome.REACHED, mood=5), actor=customer, now=MONDAY)
    with pytest.raises(RuleViolation, match="how the customer is"):
        recording.record(visit.id, Attempt(outcome=Outcome.REACHED), actor=agent, now=MONDAY)
    with pytest.raises(RuleViolation, match="still to come"):
        recording.record(visit.id, Attempt(outcome=Outcome.CALL_BACK, next_at=MONDAY), actor=agent, now=MONDAY)


def test_the_worklist_groups_by_time(visit: Visit, agent: User, customer: User) -> None:
    for hour, about in ((10, "morning"), (15, "afternoon"), (19, "evening")):
        due_at = datetime(2026, 5, 18, hour, tzinfo=SHANGHAI)
        planning.plan(customer.id, None, Way.CALL, about, due_at, f"key-{hour}", actor=agent, now=MONDAY - timedelta(days=1))
    worklist = queries.worklist(agent, mine=True, days=1, now=MONDAY + timedelta(hours=0.5), zone=SHANGHAI)
    assert list(worklist.groups) == [Group.LATE, Group.MORNING, Group.AFTERNOON, Group.EVENING]
    assert worklist.first is not None
    assert worklist.first.id == visit.id


def test_mine_and_the_teams(visit: Visit, agent: User, lead: User) -> None:
    assert queries.worklist(lead, mine=True, days=1, now=MONDAY, zone=SHANGHAI).total == 0
    assert queries.worklist(lead, mine=False, days=1, now=MONDAY, zone=SHANGHAI).total == 1
    assert queries.open_count(agent, until=MONDAY + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("phone", "shown"), [("13800001234", "138 **** 1234"), ("+8613800001234", "861 **** 1234"), ("12345", "****"), (None, "")]
)
def test_a_phone_number_is_masked(phone: str | None, shown: str) -> None:
    assert rules.masked(phone) == shown


@pytest.fixture
def browser(agent: User, signed_in: Callable[[User], FlaskClient]) -> FlaskClient:
    return signed_in(agent)


def test_the_page_shows_whom_to_call_and_hides_the_number(visit: Visit, phone: str, browser: FlaskClient) -> None:
    page = browser.get(f"/desk/visits/{visit.id}").text
    assert "Hannah Brooks" in page
    assert "138 **** 1234" in page
    assert phone not in page


def test_looking_at_the_number_is_recorded(visit: Visit, phone: str, browser: FlaskClient, agent: User) -> None:
    part = browser.post(f"/desk/visits/{visit.id}/phone", headers={"HX-Request": "true"}).text
    assert "tel:13800001234" in part
    assert "<html" not in part
    record = db.session.query(EventRecord).filter_by(kind="PhoneRevealed").one()
    assert (record.actor_id, record.ticket_id) == (agent.id, visit.ticket_id)
    assert "tel:13800001234" in browser.post(f"/desk/visits/{visit.id}/phone").text


def test_an_outcome_is_saved_from_the_page(visit: Visit, browser: FlaskClient) -> None:
    form = {"outcome": "reached", "mood": "5", "note": "Happy.", "version": str(visit.version), "then": "next"}
    answer = browser.post(f"/desk/visits/{visit.id}/outcome?whose=team", data=form)
    assert (answer.status_code, answer.location) == (303, "/desk/visits?whose=team&range=today")
    assert the_visit().status is Status.DONE


def test_a_wrong_form_keeps_what_was_typed(visit: Visit, browser: FlaskClient) -> None:
    page = browser.post(f"/desk/visits/{visit.id}/outcome", data={"outcome": "reached", "note": "Typed <b>"})
    assert page.status_code == 422
    assert "Typed &lt;b&gt;" in page.text
    assert "Choose how the customer is now." in page.text


def test_a_double_submit_records_once(visit: Visit, browser: FlaskClient) -> None:
    form = {"outcome": "no_answer", "idempotency_key": "once-only", "version": str(visit.version)}
    for _ in range(3):
        assert browser.post(f"/desk/visits/{visit.id}/outcome", data=form).status_code == 303
    assert the_visit().attempts == 1


def test_planning_by_ticket_number_and_by_address(
    visit: Visit, make_ticket: Solve, agent: User, signed_in: Callable[[User], FlaskClient], now: datetime
) -> None:
    ticket = make_ticket("A second matter")
    with time_machine.travel(now, tick=True):
        browser = signed_in(agent)
        form = {"whom": ticket.number, "way": "call", "due_at": "2026-05-20T10:00", "about": "Is the repair still fine?"}
        assert browser.get(f"/desk/visits/new?ticket={ticket.number}").status_code == 200
        assert browser.post("/desk/visits", data=form).status_code == 303
        assert the_visit().ticket_id == ticket.id
        assert browser.post("/desk/visits", data=form).status_code == 409
        by_address = form | {"whom": "Hannah.Brooks@example.com", "due_at": "2026-05-21T10:00"}
        assert browser.post("/desk/visits", data=by_address).status_code == 303
        assert browser.post("/desk/visits", data=form | {"whom": "T-1"}).status_code == 422
        assert browser.post("/desk/visits", data=by_address | {"due_at": "2020-05-21T10:00"}).status_code == 422


def test_customers_and_strangers_stay_out(
    visit: Visit, customer: User, signed_in: Callable[[User], FlaskClient], client: FlaskClient
) -> None:
    assert signed_in(customer).get("/desk/visits").status_code == 403
    assert client.get("/desk/visits").status_code == 302
    assert signed_in(customer).post(f"/desk/visits/{visit.id}/phone").status_code == 403


def test_the_list_costs_the_same_for_one_visit_and_for_many(
    solve: Solve, make_user: Callable[..., User], browser: FlaskClient, count_queries: Any
) -> None:
    solve()
    assert browser.get("/desk/visits?range=week").status_code == 200
    with count_queries() as few:
        browser.get("/desk/visits?range=week")
    for number in range(8):
        solve(requester=make_user("customer", f"Caller {number}"))
    with count_queries() as many:
        browser.get("/desk/visits?range=week")
    assert len(few) == len(many)


def test_a_manager_changes_when_customers_are_called(
    manager: User, agent: User, signed_in: Callable[[User], FlaskClient], solve: Solve
) -> None:
    page = "/desk/settings/visits"
    form = {"is_on": "y", "after_days": "1", "after_hours": "2", "opens": "10:00", "closes": "16:30", "weekdays": ["4", "5"]}
    assert signed_in(agent).get(page).status_code == 403
    browser = signed_in(manager)
    assert "09:00" in browser.get(page).text
    for wrong in ({"closes": "09:00"}, {"weekdays": []}, {"after_days": "-1"}, {"opens": "x"}):
        assert browser.post(page, data=form | wrong).status_code == 422
    assert browser.post(page, data=form).status_code == 303
    solve()
    assert the_visit().due_at == datetime(2026, 5, 15, 14, 32, tzinfo=SHANGHAI)
