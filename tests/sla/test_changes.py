"""Changed policies and calendars, restored tickets: T40 to T45 and T59 of sla.md."""

from tests.sla.told import HOUR_POLICY, K1, K2, event, told

WROTE = event("10:00", "customer_message")


def test_t40_a_deadline_moved_into_the_past_breaches_at_the_change() -> None:
    tight = {"first_reply_s": 900, "warn_before_s": 300}
    story = told(WROTE, event("10:30", "policy", policy=tight), until="10:30")
    clock = story.clock("first_reply")
    assert story.shown("first_reply", "breached_at") == "03-10 10:30:00"
    assert story.shown("first_reply", "due_at") == "03-10 10:15:00"
    assert (clock["breach_cause"], clock["state"], clock["warnings"]) == ("policy_change", "breached", [])


def test_a_deadline_moved_to_the_very_instant_is_not_late() -> None:
    story = told(WROTE, event("10:30", "policy", policy={"first_reply_s": 1800}), until="10:30")
    assert story.clock("first_reply")["state"] == "running"


def test_t41_a_breach_stays_when_the_target_is_loosened() -> None:
    loose = HOUR_POLICY | {"first_reply_s": 14400}
    story = told(WROTE, event("11:10", "policy", policy=loose), event("11:30", "agent_reply"), until="12:00")
    clock = story.clock("first_reply")
    assert story.shown("first_reply", "breached_at") == "03-10 11:00:00"
    assert story.shown("first_reply", "due_at") == "03-10 14:00:00"
    assert (clock["state"], clock["missed"], clock["superseded_by"]) == ("breached", True, "policy_change")


def test_a_change_that_does_not_lift_the_breach_leaves_it_unmarked() -> None:
    story = told(WROTE, event("12:00", "policy", policy={"first_reply_s": 3900}), until="12:00")
    assert story.clock("first_reply")["superseded_by"] is None


def test_t42_a_new_policy_keeps_the_pauses_so_far() -> None:
    story = told(
        WROTE,
        event("10:30", "status", to="pending"),
        event("12:30", "status", to="open"),
        event("13:00", "policy", policy={"resolution_s": 14400}),
        until="13:30",
    )
    assert story.shown("resolution", "due_at") == "03-10 16:00:00"


def test_a_new_policy_recomputes_the_time_left_of_a_paused_clock() -> None:
    story = told(
        WROTE,
        event("10:30", "status", to="pending"),
        event("13:00", "policy", policy={"resolution_s": 14400}),
        until="13:30",
    )
    assert (story.clock("resolution")["state"], story.clock("resolution")["remaining_s"]) == ("paused", 12600)


def test_a_paused_clock_over_its_new_target_breaches_at_the_change() -> None:
    story = told(
        WROTE,
        event("10:30", "status", to="pending"),
        event("13:00", "policy", policy={"resolution_s": 600}),
        until="13:30",
    )
    assert story.shown("resolution", "breached_at") == "03-10 13:00:00"
    assert story.clock("resolution")["breach_cause"] == "policy_change"


def test_t43_a_policy_without_a_metric_ends_its_clock() -> None:
    story = told(
        event("09:30", "customer_message"),
        event("09:40", "agent_reply"),
        event("10:00", "customer_message"),
        event("10:10", "policy", policy={"first_reply_s": 3600}),
        until="13:00",
    )
    for metric in ("next_reply", "resolution"):
        clock = story.clock(metric)
        assert (clock["state"], clock["end_reason"], clock["missed"]) == ("ended", "no_policy", False)
    assert story.clock("next_reply")["elapsed_s"] == 600


def test_without_a_policy_there_are_no_clocks() -> None:
    assert told(WROTE, until="12:00", policy=None).clocks == []


def test_a_policy_that_matches_late_counts_from_the_original_start() -> None:
    story = told(WROTE, event("10:30", "policy", policy=HOUR_POLICY), until="10:40", policy=None)
    assert story.shown("first_reply", "due_at") == "03-10 11:00:00"
    assert story.shown("resolution", "started_at") == "03-10 10:00:00"


def test_a_policy_that_comes_back_goes_on_with_the_same_clock() -> None:
    story = told(WROTE, event("10:10", "policy", policy=None), event("11:30", "policy", policy=HOUR_POLICY), until="11:40")
    assert story.metrics() == [("first_reply", 1), ("resolution", 1)]
    assert story.shown("first_reply", "breached_at") == "03-10 11:30:00"
    assert story.clock("first_reply")["breach_cause"] == "policy_change"
    assert story.clock("resolution")["state"] == "running"


def test_t44_a_new_holiday_moves_an_open_deadline() -> None:
    berlin = "Europe/Berlin"
    closed_tuesday = K2 | {"holidays": ["2026-04-28", "2026-05-01"]}
    story = told(
        event("04-27 17:30", "customer_message", berlin),
        event("04-27 20:00", "calendar", berlin, calendar=closed_tuesday),
        until="04-28 12:00",
        calendar=K2,
    )
    assert story.shown("first_reply", "due_at") == "04-29 09:30:00"


def test_t45_a_breach_stays_when_its_day_becomes_a_holiday() -> None:
    closed = K1 | {"holidays": ["2026-03-10"]}
    story = told(WROTE, event("12:00", "calendar", calendar=closed), until="13:00")
    assert story.shown("first_reply", "breached_at") == "03-10 11:00:00"
    assert (story.clock("first_reply")["state"], story.clock("first_reply")["missed"]) == ("breached", True)
    assert story.shown("resolution", "due_at") == "03-11 17:00:00"


def test_longer_hours_that_move_a_deadline_into_the_past_breach_at_the_change() -> None:
    short = K1 | {"week": {"tue": [["09:00", "10:30"]], "wed": [["09:00", "21:00"]]}}
    story = told(WROTE, event("13:00", "calendar", calendar=K1), until="13:00", calendar=short)
    assert story.shown("first_reply", "breached_at") == "03-10 13:00:00"
    assert story.clock("first_reply")["breach_cause"] == "calendar_change"


def test_t59_a_restored_ticket_keeps_its_start_and_breaches_at_the_restoring() -> None:
    story = told(WROTE, event("10:10", "status", to="closed", reason="spam"), event("12:00", "restored"), until="12:30")
    clock = story.clock("first_reply")
    assert story.shown("first_reply", "started_at") == "03-10 10:00:00"
    assert story.shown("first_reply", "breached_at") == "03-10 12:00:00"
    assert (clock["breach_cause"], clock["end_reason"], clock["missed"]) == ("restored", None, True)
    assert story.clock("resolution")["state"] == "running"


def test_a_ticket_restored_in_time_runs_on() -> None:
    story = told(
        WROTE,
        event("10:10", "status", to="closed", reason="spam"),
        event("10:40", "restored"),
        event("10:50", "agent_reply"),
        until="12:00",
    )
    assert (story.clock("first_reply")["state"], story.clock("first_reply")["elapsed_s"]) == ("met", 3000)


def test_restoring_a_waiting_ticket_leaves_it_waiting() -> None:
    story = told(
        WROTE,
        event("10:05", "agent_reply", status="pending"),
        event("10:10", "status", to="closed", reason="duplicate"),
        event("12:00", "restored"),
        until="12:30",
    )
    assert (story.clock("resolution")["state"], story.clock("resolution")["remaining_s"]) == ("paused", 28500)
