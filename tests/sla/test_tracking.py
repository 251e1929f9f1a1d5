"""The clocks of real tickets: what commands do to rows, and what the sweep finds."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from helpdesk.notifications.models import Notification
from helpdesk.sla import queries
from helpdesk.sla.commands import settings, sweeping
from helpdesk.sla.defaults import STANDARD
from helpdesk.sla.models import SlaClock, SlaEvent
from helpdesk.sla.rules.agreements import PRIORITIES
from helpdesk.tickets.commands import assignment, conversation, lifecycle, triage
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import By, Opening, Priority, Reason, Status
from kit.accounts.models import User
from kit.db import db
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import EventRecord

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

Counting = Callable[[], AbstractContextManager[list[str]]]


def clock(ticket: Ticket, metric: str = "first_reply", cycle: int = 1) -> SlaClock:
    found = select(SlaClock).where(SlaClock.ticket_id == ticket.id, SlaClock.metric == metric, SlaClock.cycle == cycle)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def metrics(ticket: Ticket) -> list[str]:
    rows = db.session.execute(select(SlaClock.metric).where(SlaClock.ticket_id == ticket.id).order_by(SlaClock.id))
    return [str(row.metric) for row in rows]


def records(kind: str) -> list[EventRecord]:
    return list(db.session.scalars(select(EventRecord).where(EventRecord.kind == kind).order_by(EventRecord.id)))


def test_a_filed_ticket_is_due_within_the_hour(ticket: Ticket, now: datetime) -> None:
    db.session.refresh(ticket)
    assert clock(ticket).due_at == now + HOUR
    assert clock(ticket, "resolution").due_at == now + timedelta(days=1)
    assert (ticket.next_due_at, ticket.next_metric, ticket.clock_state) == (now + HOUR, "first_reply", "running")


def test_a_reply_stops_the_first_reply_clock(ticket: Ticket, agent: User, now: datetime) -> None:
    message = conversation.reply(ticket.id, "On its way.", seen_up_to=None, actor=agent, now=now + 30 * MINUTE)
    stopped = clock(ticket)
    assert (stopped.fulfilled_at, stopped.elapsed_s) == (now + 30 * MINUTE, 1800)
    assert (stopped.fulfilled_by_message_id, stopped.missed) == (message.id, False)
    db.session.refresh(ticket)
    assert ticket.next_metric == "resolution"


def test_reply_and_waiting_in_one_submit_pause_the_resolution(ticket: Ticket, agent: User, now: datetime) -> None:
    later = now + 30 * MINUTE
    conversation.reply(ticket.id, "Which colour?", seen_up_to=None, status=Status.PENDING, actor=agent, now=later)
    assert clock(ticket).elapsed_s == 1800
    assert (clock(ticket, "resolution").paused_since, clock(ticket, "resolution").remaining_s) == (later, 84600)
    db.session.refresh(ticket)
    assert (ticket.next_due_at, ticket.remaining_s, ticket.clock_state) == (None, 84600, "paused")


def test_the_customer_s_answer_resumes_and_opens_a_next_reply_cycle(
    ticket: Ticket, customer: User, agent: User, now: datetime
) -> None:
    conversation.reply(ticket.id, "Which?", seen_up_to=None, status=Status.PENDING, actor=agent, now=now + 30 * MINUTE)
    conversation.customer_message(ticket.id, "Blue.", actor=customer, now=now + 90 * MINUTE)
    assert clock(ticket, "next_reply").due_at == now + 150 * MINUTE
    assert clock(ticket, "resolution").due_at == now + timedelta(days=1) + HOUR


def test_an_automatic_message_moves_nothing(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Which?", seen_up_to=None, status=Status.PENDING, actor=agent, now=now + MINUTE)
    conversation.customer_message(ticket.id, "I am away.", automatic=True, actor=customer, now=now + 2 * MINUTE)
    assert metrics(ticket) == ["first_reply", "resolution"]
    assert clock(ticket, "resolution").paused_since == now + MINUTE


def test_a_stale_reply_leaves_the_new_message_waiting(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    seen = ticket.last_message_id
    conversation.customer_message(ticket.id, "And it smells.", actor=customer, now=now + 50 * MINUTE)
    late = now + 50 * MINUTE + timedelta(seconds=5)
    conversation.reply(ticket.id, "Sorry.", seen_up_to=seen, although_stale=True, actor=agent, now=late)
    assert clock(ticket).fulfilled_at == late
    assert clock(ticket, "next_reply").started_at == now + 50 * MINUTE


def test_thanks_need_no_reply(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "Done.", seen_up_to=None, actor=agent, now=now + MINUTE)
    conversation.customer_message(ticket.id, "Thanks!", actor=customer, now=now + 2 * MINUTE)
    conversation.no_reply_needed(ticket.id, "only thanks", actor=agent, now=now + 3 * MINUTE)
    ended = clock(ticket, "next_reply")
    assert (ended.end_reason, ended.missed) == ("no_reply_needed", False)


@pytest.mark.parametrize(
    ("reason", "ended", "missed"), [(Reason.RESOLVED, "closed_unanswered", True), (Reason.SPAM, "spam", False)]
)
def test_solving_unanswered_is_missed_unless_it_was_spam(
    ticket: Ticket, agent: User, now: datetime, reason: Reason, ended: str, missed: bool
) -> None:
    lifecycle.set_status(ticket.id, Status.SOLVED, reason=reason, actor=agent, now=now + MINUTE)
    assert (clock(ticket).end_reason, clock(ticket).missed) == (ended, missed)


def test_reopening_keeps_the_first_resolution(ticket: Ticket, customer: User, agent: User, now: datetime) -> None:
    solved = now + 2 * HOUR
    conversation.reply(ticket.id, "Solved.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now + HOUR)
    conversation.customer_message(ticket.id, "Not quite.", actor=customer, now=solved + HOUR)
    resolution = clock(ticket, "resolution")
    assert (resolution.first_fulfilled_at, resolution.first_elapsed_s) == (now + HOUR, 3600)
    assert resolution.due_at == now + timedelta(days=1) + 2 * HOUR
    assert clock(ticket, "next_reply").due_at == solved + 2 * HOUR


def test_a_bot_s_solving_is_not_counted_and_restarts_at_the_reopening(
    ticket: Ticket, customer: User, agent: User, now: datetime
) -> None:
    lifecycle.set_status(ticket.id, Status.SOLVED, by=By.BOT, actor=None, now=now + 5 * MINUTE)
    reopened = now + timedelta(days=4)
    conversation.customer_message(ticket.id, "Hello?", actor=customer, now=reopened)
    conversation.reply(ticket.id, "Here.", seen_up_to=None, actor=agent, now=reopened + 10 * MINUTE)
    assert clock(ticket).end_reason == "bot_solved"
    assert clock(ticket, "first_reply", 2).elapsed_s == 600


def test_t28_a_ticket_an_agent_opened_has_no_first_reply(
    make_ticket: Callable[..., Ticket], customer: User, agent: User, now: datetime
) -> None:
    ticket = make_ticket("We call you back.", actor=agent, opening=Opening.AGENT_PUBLIC)
    assert metrics(ticket) == []
    conversation.customer_message(ticket.id, "Please do.", actor=customer, now=now + 30 * MINUTE)
    assert clock(ticket, "next_reply").due_at == now + 90 * MINUTE


def test_t27_a_call_answered_live_is_answered_at_once(make_ticket: Callable[..., Ticket], agent: User) -> None:
    ticket = make_ticket("Asks for the delivery date.", actor=agent, opening=Opening.CALL_ANSWERED)
    assert clock(ticket).elapsed_s == 0


def test_t39_a_message_long_after_closing_starts_a_clock_of_its_own(
    ticket: Ticket, customer: User, agent: User, now: datetime
) -> None:
    conversation.reply(ticket.id, "Done.", seen_up_to=None, status=Status.SOLVED, actor=agent, now=now + MINUTE)
    lifecycle.close_solved(now=now + timedelta(days=15))
    wrote = now + timedelta(days=30)
    message = conversation.customer_message(ticket.id, "Again.", actor=customer, now=wrote)
    follow_up = db.session.get_one(Ticket, message.ticket_id)
    assert follow_up.id != ticket.id
    assert clock(follow_up).due_at == wrote + HOUR


def test_t40_a_raised_priority_breaches_at_the_change(ticket: Ticket, agent: User, manager: User, now: datetime) -> None:
    publish({"urgent": STANDARD | {"first_reply_s": 900}}, manager, now)
    triage.set_priority(ticket.id, Priority.URGENT, actor=agent, now=now + 30 * MINUTE)
    breached = clock(ticket)
    assert (breached.breached_at, breached.breach_cause) == (now + 30 * MINUTE, "policy_change")
    assert breached.due_at == now + 15 * MINUTE


def test_t41_a_loosened_target_leaves_the_breach(ticket: Ticket, manager: User, now: datetime, work: Callable[[], None]) -> None:
    sweeping.sweep(now=now + 61 * MINUTE)
    publish({"normal": STANDARD | {"first_reply_s": 14400}}, manager, now)
    sweeping.rematch_from(0, now=now + 70 * MINUTE)
    stays = clock(ticket)
    assert (stays.breached_at, stays.superseded_by) == (now + HOUR, "policy_change")
    assert stays.due_at == now + 4 * HOUR


def test_a_published_policy_reaches_open_tickets_through_the_queue(
    ticket: Ticket, manager: User, now: datetime, work: Callable[[], None]
) -> None:
    publish({"normal": {"first_reply_s": 7200}}, manager, now)
    work()
    assert clock(ticket).target_s == 7200
    assert clock(ticket, "resolution").end_reason == "no_policy"


def test_t44_a_new_holiday_moves_open_deadlines(make_ticket: Callable[..., Ticket], manager: User, now: datetime) -> None:
    calendar = queries.current_calendars()[1]
    publish({}, manager, now, calendar_id=calendar.id)
    evening = now + timedelta(hours=6)  # 20:32 in Shanghai, on a Thursday
    ticket = make_ticket(at=evening)
    assert clock(ticket).due_at == now + timedelta(hours=19)
    closed = calendar.document | {"holidays": ["2026-05-15"]}
    draft = settings.CalendarDraft(name=calendar.name, document=closed)
    settings.change_calendar(calendar.id, draft, seen_version=calendar.version, actor=manager, now=evening)
    sweeping.rematch_from(0, now=evening)
    assert clock(ticket).due_at == now + timedelta(hours=43)


def test_t54_a_status_after_the_deadline_records_the_breach(ticket: Ticket, agent: User, now: datetime) -> None:
    lifecycle.set_status(ticket.id, Status.PENDING, actor=agent, now=now + 65 * MINUTE)
    assert clock(ticket).breached_at == now + HOUR
    assert [record.particulars["metric"] for record in records("Breached")] == ["first_reply"]


def test_t55_a_calendar_without_hours_is_refused(manager: User, now: datetime) -> None:
    empty = settings.CalendarDraft(name={"en": "Never", "zh": "从不"}, document={"timezone": "UTC", "week": {}})
    with pytest.raises(RuleViolation) as refused:
        settings.add_calendar(empty, actor=manager, now=now)
    assert refused.value.code == "never_open"


def test_t56_assignment_does_not_touch_the_clock(ticket: Ticket, agent: User, lead: User, manager: User, now: datetime) -> None:
    for minute, person in enumerate((agent, lead, manager)):
        assignment.assign(ticket.id, person.id, actor=lead, now=now + minute * MINUTE)
    assert clock(ticket).due_at == now + HOUR


def test_t57_an_agent_s_own_request_has_no_reply_clock(make_ticket: Callable[..., Ticket], agent: User) -> None:
    assert metrics(make_ticket(requester=agent)) == ["resolution"]


def test_t53_two_sweeps_breach_once_and_warn_once(ticket: Ticket, now: datetime) -> None:
    for _ in range(2):
        sweeping.sweep(now=now + 65 * MINUTE)
    assert clock(ticket).breached_at == now + HOUR
    assert len(records("Breached")) == 1
    assert records("BreachWarning") == []
    db.session.refresh(ticket)
    assert ticket.breached is True


def test_t52_the_sweep_leaves_a_ticket_that_somebody_answers_just_now(ticket: Ticket, now: datetime) -> None:
    late = now + 61 * MINUTE
    with db.engine.connect() as replying:
        replying.execute(select(Ticket.id).where(Ticket.id == ticket.id).with_for_update())
        assert sweeping.sweep(now=late) == 0
        replying.rollback()
    assert sweeping.sweep(now=late) == 1


def test_t25_a_reply_that_was_accepted_in_time_takes_the_breach_back(ticket: Ticket, agent: User, now: datetime) -> None:
    sweeping.sweep(now=now + HOUR + timedelta(seconds=15))
    accepted = now + HOUR - timedelta(seconds=20)
    conversation.reply(ticket.id, "By my own mail client.", seen_up_to=None, actor=agent, now=accepted)
    assert (clock(ticket).breached_at, clock(ticket).missed, clock(ticket).elapsed_s) == (None, False, 3580)


def test_warnings_go_out_in_time_and_escalate(ticket: Ticket, now: datetime) -> None:
    for minutes in (45, 46, 61, 90, 91):
        sweeping.sweep(now=now + minutes * MINUTE)
    sent = [(record.particulars["kind"], record.particulars["to"]) for record in records("BreachWarning")]
    assert sent == [("percent_75", ["owner"]), ("after_1800", ["manager"])]


def test_people_are_told_before_at_and_after_the_deadline(
    ticket: Ticket, agent: User, lead: User, manager: User, now: datetime
) -> None:
    assignment.assign(ticket.id, agent.id, actor=agent, now=now)
    for minutes in (45, 61, 91):
        sweeping.sweep(now=now + minutes * MINUTE)
    told = select(Notification.kind, Notification.recipient_id).where(Notification.kind.in_(("breach_warning", "breach")))
    assert {(row.kind, row.recipient_id) for row in db.session.execute(told)} == {
        ("breach_warning", agent.id),
        ("breach", agent.id),
        ("breach", lead.id),
        ("breach", manager.id),
    }


def test_a_sweep_asks_the_same_for_one_ticket_and_ten(
    make_ticket: Callable[..., Ticket], lead: User, now: datetime, count_queries: Counting
) -> None:
    sent: list[list[str]] = []
    for number in (1, 10):
        for _ in range(number):
            make_ticket(at=now)
        with count_queries() as statements:
            sweeping.sweep(now=now + 61 * MINUTE)
        sent.append([statement for statement in statements if not statement.startswith("UPDATE sla_clock")])
    assert len(sent[0]) == len(sent[1]), sent[1]


def test_a_sweep_with_nothing_due_takes_nothing(ticket: Ticket, now: datetime) -> None:
    assert sweeping.sweep(now=now + MINUTE) == 0


def test_every_step_is_in_the_log(ticket: Ticket, agent: User, now: datetime) -> None:
    conversation.reply(ticket.id, "?", seen_up_to=None, status=Status.PENDING, actor=agent, now=now + MINUTE)
    logged = db.session.execute(select(SlaEvent.metric, SlaEvent.kind).order_by(SlaEvent.id)).all()
    assert [(str(row.metric), str(row.kind)) for row in logged] == [
        ("first_reply", "opened"),
        ("resolution", "opened"),
        ("first_reply", "fulfilled"),
        ("resolution", "paused"),
    ]


def test_erasing_a_ticket_takes_its_clocks_along(ticket: Ticket) -> None:
    ticket_id = ticket.id
    db.session.delete(ticket)
    db.session.flush()
    left = select(func.count()).select_from(SlaClock).where(SlaClock.ticket_id == ticket_id)
    assert db.session.scalar(left) == 0


def test_only_managers_change_policies(agent: User, manager: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        publish({}, agent, now)
    row = queries.current_policies()[0]
    draft = settings.PolicyDraft(name=row.name, document=row.document, calendar_id=row.calendar_id)
    settings.change_policy(row.id, draft, seen_version=row.version, actor=manager, now=now)
    with pytest.raises(Conflict):
        settings.change_policy(row.id, draft, seen_version=row.version, actor=manager, now=now)


def test_the_last_policy_cannot_be_removed(manager: User) -> None:
    with pytest.raises(RuleViolation):
        settings.retire_policy(queries.current_policies()[0].id, actor=manager)


def test_the_first_policy_that_matches_is_chosen(make_ticket: Callable[..., Ticket], manager: User, now: datetime) -> None:
    standard = queries.current_policies()[0]
    fast = {"when": {"category": ["quality"]}, "targets": {key: {"first_reply_s": 900} for key in PRIORITIES}}
    draft = settings.PolicyDraft(name={"en": "Fast", "zh": "快"}, document=fast, calendar_id=standard.calendar_id)
    added = settings.add_policy(draft, actor=manager, now=now)
    ticket = make_ticket(category="quality")
    assert clock(ticket).target_s == 900
    settings.order_policies([standard.id, added.id], actor=manager)
    sweeping.rematch_from(0, now=now + MINUTE)
    assert clock(ticket).target_s == 3600


def publish(targets: dict[str, Any], actor: User, now: datetime, calendar_id: int | None = None) -> None:
    """Publish the standard policy with other targets for some priorities."""
    row = queries.current_policies()[0]
    document = row.document | {"targets": row.document["targets"] | targets}
    draft = settings.PolicyDraft(name=row.name, document=document, calendar_id=calendar_id or row.calendar_id)
    settings.change_policy(row.id, draft, seen_version=row.version, actor=actor, now=now)
