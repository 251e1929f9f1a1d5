"""The resolution clock: T33 to T37 and T42 of sla.md, and what solving and reopening do."""

from tests.sla.told import HOUR_POLICY, K2, event, told

WROTE = event("10:00", "customer_message")


def test_t33_a_customer_s_message_resumes_at_its_own_instant() -> None:
    story = told(
        WROTE, event("10:30", "agent_reply", status="pending"), event("03-11 15:30", "customer_message"), until="03-11 16:00"
    )
    assert story.shown("resolution", "due_at") == "03-12 11:00:00"
    assert story.clock("resolution")["state"] == "running"


def test_t34_waiting_only_while_closed_shifts_nothing() -> None:
    story = told(
        event("20:00", "customer_message"),
        event("21:30", "status", to="pending"),
        event("03-11 08:30", "status", to="open"),
        until="03-11 10:00",
    )
    assert story.shown("resolution", "due_at") == "03-11 16:00:00"


def test_t35_two_pauses_within_a_minute_both_count() -> None:
    moves = [("10:00:10", "pending"), ("10:00:40", "open"), ("10:00:50", "pending"), ("10:30:50", "open")]
    story = told(
        event("09:30", "customer_message"),
        *[event(at, "status", to=to) for at, to in moves],
        until="11:00",
        policy=HOUR_POLICY | {"resolution_s": 7200},
    )
    assert story.shown("resolution", "due_at") == "03-10 12:00:30"


def test_t36_the_pause_over_lunch_costs_thirty_minutes() -> None:
    berlin = "Europe/Berlin"
    story = told(
        event("04-27 12:00", "customer_message", berlin),
        event("04-27 12:15", "status", berlin, to="pending"),
        event("04-27 13:45", "status", berlin, to="open"),
        until="04-27 14:00",
        calendar=K2,
        policy={"resolution_s": 14400},
    )
    assert story.shown("resolution", "due_at") == "04-27 17:30:00"


def test_t37_reopening_freezes_the_first_resolution_and_goes_on() -> None:
    story = told(
        WROTE,
        event("11:00", "agent_reply"),
        event("12:00", "status", to="solved"),
        event("15:00", "customer_message"),
        until="15:30",
    )
    resolution = story.clock("resolution")
    assert resolution["first_elapsed_s"] == 7200
    assert story.shown("resolution", "first_fulfilled_at") == "03-10 12:00:00"
    assert story.shown("resolution", "due_at") == "03-10 21:00:00"
    assert (resolution["state"], resolution["fulfilled_at"], resolution["elapsed_s"]) == ("running", None, 9000)
    assert story.clock("first_reply")["elapsed_s"] == 3600
    assert story.shown("next_reply", "due_at") == "03-10 16:00:00"


def test_the_second_resolution_counts_the_work_of_both() -> None:
    story = told(
        WROTE,
        event("11:00", "agent_reply", status="solved"),
        event("15:00", "customer_message"),
        event("15:30", "agent_reply", status="solved"),
        until="16:00",
    )
    resolution = story.clock("resolution")
    assert (resolution["elapsed_s"], resolution["first_elapsed_s"], resolution["state"]) == (5400, 3600, "met")


def test_on_hold_never_pauses_the_customer_s_clock() -> None:
    story = told(WROTE, event("10:30", "status", to="pending"), event("11:00", "status", to="on_hold"), until="12:00")
    assert (story.clock("resolution")["state"], story.shown("resolution", "due_at")) == ("running", "03-10 18:30:00")


def test_solving_from_pending_leaves_the_pause_out() -> None:
    story = told(WROTE, event("10:30", "agent_reply", status="pending"), event("14:00", "status", to="solved"), until="15:00")
    assert (story.clock("resolution")["state"], story.clock("resolution")["elapsed_s"]) == ("met", 1800)


def test_closing_after_solving_changes_nothing() -> None:
    story = told(
        WROTE,
        event("10:30", "agent_reply", status="solved"),
        event("03-24 10:30", "status", to="closed", by="bot"),
        until="03-25 00:00",
    )
    assert story.shown("resolution", "fulfilled_at") == "03-10 10:30:00"


def test_a_message_to_a_closed_ticket_belongs_to_a_new_one() -> None:
    story = told(
        WROTE,
        event("10:30", "agent_reply"),
        event("11:00", "status", to="closed"),
        event("12:00", "customer_message"),
        until="13:00",
    )
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]
    assert story.clock("resolution")["state"] == "met"


def test_a_person_who_reopens_goes_on_with_the_same_clock() -> None:
    story = told(
        WROTE,
        event("11:00", "agent_reply", status="solved"),
        event("13:00", "status", to="open"),
        until="14:00",
    )
    assert (story.clock("resolution")["state"], story.clock("resolution")["elapsed_s"]) == ("running", 7200)


def test_a_customer_who_closes_an_answered_ticket_was_helped() -> None:
    story = told(WROTE, event("11:00", "agent_reply"), event("12:00", "status", to="closed", by="customer"), until="13:00")
    assert story.clock("resolution")["state"] == "met"


def test_a_breached_resolution_that_is_paused_keeps_its_deadline() -> None:
    story = told(
        WROTE,
        event("18:30", "status", to="pending"),
        event("20:00", "status", to="solved"),
        until="21:00",
    )
    resolution = story.clock("resolution")
    assert story.shown("resolution", "due_at") == "03-10 18:00:00"
    assert (resolution["state"], resolution["elapsed_s"], resolution["over_s"]) == ("breached", 30600, 1800)
