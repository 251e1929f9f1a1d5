"""The first-reply clock: T02 to T08, T19 to T27, T38, T51, T54 and T57 of sla.md."""

import pytest

from tests.sla.told import event, told

WROTE = event("10:00", "customer_message", id="m1")


@pytest.mark.parametrize(
    ("replied", "state", "elapsed_s", "over_s", "breached"),
    [
        ("03-11 09:30", "met", 3600, 0, None),
        ("03-11 09:30:01", "breached", 3601, 1, "03-11 09:30:00"),
        ("03-11 09:45", "breached", 4500, 900, "03-11 09:30:00"),
    ],
)
def test_t02_a_reply_after_the_deadline_breaches_at_the_deadline(
    replied: str, state: str, elapsed_s: int, over_s: int, breached: str | None
) -> None:
    story = told(event("20:30", "customer_message"), event(replied, "agent_reply"), until="03-12 00:00")
    clock = story.clock("first_reply")
    assert (clock["state"], clock["elapsed_s"], clock["over_s"]) == (state, elapsed_s, over_s)
    assert story.shown("first_reply", "breached_at") == breached
    assert story.shown("first_reply", "due_at") == "03-11 09:30:00"


@pytest.mark.parametrize(("replied", "state"), [("21:00:00", "met"), ("21:00:01", "breached"), ("23:00", "breached")])
def test_t05_late_after_closing_is_late_by_no_business_second(replied: str, state: str) -> None:
    clock = told(event("20:00", "customer_message"), event(replied, "agent_reply"), until="23:30").clock("first_reply")
    assert (clock["state"], clock["over_s"], clock["missed"]) == (state, 0, state == "breached")


def test_t07_an_answer_before_opening_took_no_business_time() -> None:
    clock = told(event("22:00", "customer_message"), event("03-11 08:30", "agent_reply"), until="03-11 12:00").clock("first_reply")
    assert (clock["state"], clock["elapsed_s"]) == ("met", 0)


def test_t19_only_a_person_s_public_message_is_a_reply() -> None:
    story = told(
        WROTE,
        event("10:00:05", "auto_reply"),
        event("10:01", "bot_reply"),
        event("10:10", "note"),
        event("10:50", "agent_reply"),
        until="12:00",
    )
    assert (story.clock("first_reply")["state"], story.clock("first_reply")["elapsed_s"]) == ("met", 3000)


def test_t20_pending_does_not_pause_the_first_reply() -> None:
    story = told(WROTE, event("10:20", "status", to="pending"), until="10:30")
    assert story.shown("first_reply", "due_at") == "03-10 11:00:00"
    assert story.clock("first_reply")["state"] == "running"


def test_t21_reply_and_status_in_one_submit_apply_the_reply_first() -> None:
    story = told(WROTE, event("10:30", "agent_reply", status="pending"), until="12:00")
    first, resolution = story.clock("first_reply"), story.clock("resolution")
    assert (first["state"], first["elapsed_s"]) == ("met", 1800)
    assert (resolution["state"], resolution["remaining_s"], resolution["elapsed_s"]) == ("paused", 27000, 1800)
    assert (resolution["due_at"], resolution["warn_at"]) == (None, None)


@pytest.mark.parametrize(
    ("status", "reason", "missed"),
    [
        ({"reason": "resolved"}, "closed_unanswered", True),
        ({}, "closed_unanswered", True),
        ({"reason": "spam"}, "spam", False),
        ({"reason": "duplicate"}, "duplicate", False),
        ({"reason": "merged"}, "merged", False),
        ({"reason": "test"}, "test", False),
        ({"reason": "customer_withdrew"}, "customer_withdrew", False),
        ({"by": "bot"}, "bot_solved", False),
        ({"by": "customer"}, "customer_withdrew", False),
    ],
)
@pytest.mark.parametrize("final", ["solved", "closed"])
def test_t22_closing_without_a_reply_is_missed_unless_nobody_waited(
    final: str, status: dict[str, str], reason: str, missed: bool
) -> None:
    story = told(WROTE, event("10:20", "status", to=final, **status), until="12:00")
    clock = story.clock("first_reply")
    assert (clock["state"], clock["end_reason"], clock["missed"]) == ("ended", reason, missed)
    assert story.shown("first_reply", "ended_at") == "03-10 10:20:00"
    assert (clock["breached_at"], clock["elapsed_s"]) == (None, 1200)


def test_t23_an_undone_reply_never_was() -> None:
    story = told(
        WROTE,
        event("10:58", "agent_reply", id="r1", status="pending"),
        event("10:58:08", "reply_undone", id="r1"),
        event("11:03", "agent_reply", id="r2"),
        until="12:00",
    )
    assert story.shown("first_reply", "breached_at") == "03-10 11:00:00"
    assert story.shown("first_reply", "fulfilled_at") == "03-10 11:03:00"
    assert story.clock("resolution")["state"] == "running"
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]


def test_an_undone_reply_stands_until_it_is_undone() -> None:
    undone = event("10:58:08", "reply_undone", id="r1")
    assert told(WROTE, event("10:58", "agent_reply", id="r1"), undone, until="10:58:07").clock("first_reply")["state"] == ("met")
    assert told(WROTE, event("10:58", "agent_reply", id="r1"), undone, until="10:58:08").clock("first_reply")["state"] == (
        "running"
    )


def test_t24_a_scheduled_reply_counts_when_it_leaves() -> None:
    story = told(WROTE, event("11:30", "agent_reply"), until="12:00")
    assert story.shown("first_reply", "breached_at") == "03-10 11:00:00"


def test_t27_a_call_answered_live_is_a_first_reply_at_once() -> None:
    story = told(event("10:00", "call_answered"), event("10:40", "agent_reply"), until="12:00")
    assert (story.clock("first_reply")["state"], story.clock("first_reply")["elapsed_s"]) == ("met", 0)
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]


def test_t38_reopening_after_a_bot_measures_from_the_reopening() -> None:
    story = told(
        event("03-06 09:00", "customer_message"),
        event("03-06 09:05", "status", to="solved", by="bot"),
        event("03-10 14:00", "customer_message"),
        event("03-10 14:10", "agent_reply"),
        until="03-10 18:00",
    )
    assert story.clock("first_reply")["end_reason"] == "bot_solved"
    assert (story.clock("first_reply", 2)["state"], story.clock("first_reply", 2)["elapsed_s"]) == ("met", 600)
    assert story.metrics() == [("first_reply", 1), ("first_reply", 2), ("resolution", 1)]


def test_t51_a_late_reply_counts_from_the_start_and_breaches_once() -> None:
    clock = told(WROTE, event("13:00", "agent_reply"), until="14:00").clock("first_reply")
    assert (clock["breached_at"], clock["elapsed_s"], clock["over_s"]) == ("2026-03-10T03:00:00Z", 10800, 7200)


@pytest.mark.parametrize("to", ["pending", "closed"])
def test_t54_a_status_after_the_deadline_does_not_hide_the_breach(to: str) -> None:
    story = told(WROTE, event("11:05", "status", to=to), until="11:05")
    clock = story.clock("first_reply")
    assert story.shown("first_reply", "breached_at") == "03-10 11:00:00"
    assert (clock["state"], clock["missed"]) == ("breached", True)


@pytest.mark.parametrize(("until", "state"), [("11:00:00", "running"), ("11:00:01", "breached")])
def test_the_sweep_has_run_at_the_end(until: str, state: str) -> None:
    assert told(WROTE, until=until).clock("first_reply")["state"] == state


def test_t57_an_agent_s_own_request_has_no_reply_clocks() -> None:
    story = told(
        WROTE,
        event("10:30", "agent_reply"),
        event("10:40", "customer_message"),
        until="12:00",
        requester_is_agent=True,
    )
    assert story.metrics() == [("resolution", 1)]


def test_an_inner_ticket_waits_for_the_customer_s_first_message() -> None:
    story = told(event("09:30", "agent_opened", public=False), event("10:30", "customer_message"), until="10:40")
    assert story.shown("first_reply", "due_at") == "03-10 11:30:00"


def test_no_reply_needed_before_any_reply_restarts_the_first_reply_later() -> None:
    story = told(WROTE, event("10:05", "no_reply_needed"), event("12:00", "customer_message"), until="12:30")
    assert story.clock("first_reply")["end_reason"] == "no_reply_needed"
    assert story.shown("first_reply", "due_at", 2) == "03-10 13:00:00"


@pytest.mark.parametrize("reason", ["spam", "duplicate", "test"])
def test_a_breach_of_what_nobody_waited_for_is_recorded_but_not_counted(reason: str) -> None:
    story = told(WROTE, event("12:00", "status", to="closed", reason=reason), until="13:00")
    assert story.shown("first_reply", "breached_at") == "03-10 11:00:00"
    assert story.clock("first_reply")["missed"] is False


@pytest.mark.parametrize("reason", ["merged", "customer_withdrew"])
def test_a_customer_who_waited_too_long_counts_even_if_the_ticket_ends(reason: str) -> None:
    assert told(WROTE, event("12:00", "status", to="closed", reason=reason), until="13:00").clock("first_reply")["missed"]
