"""Warnings before and after the deadline: T60 of sla.md and rule 13."""

from typing import Any

from tests.sla.told import event, told

WROTE = event("10:00", "customer_message")


def warned(*warnings: dict[str, Any], **targets: int) -> dict[str, Any]:
    return {"first_reply_s": 3600, "warnings": list(warnings)} | targets


def test_t60_the_warning_is_fifteen_business_minutes_early() -> None:
    story = told(
        event("20:10", "customer_message"),
        until="03-11 09:05",
        policy={"first_reply_s": 3600, "warn_before_s": 900},
    )
    assert story.shown("first_reply", "due_at") == "03-11 09:10:00"
    assert story.warnings("first_reply") == ["03-10 20:55:00"]
    assert story.clock("first_reply")["warn_at"] is None


def test_warn_at_is_the_next_unsent_warning() -> None:
    policy = warned({"percent": 50, "to": "owner"}, {"before_s": 900, "to": "lead"}, {"after_s": 1800, "to": "manager"})
    upcoming = {
        until: told(WROTE, until=until, policy=policy).shown("first_reply", "warn_at")
        for until in ("10:29:59", "10:30", "10:45", "11:10", "11:30")
    }
    assert upcoming == {
        "10:29:59": "03-10 10:30:00",
        "10:30": "03-10 10:45:00",
        "10:45": "03-10 11:30:00",
        "11:10": "03-10 11:30:00",
        "11:30": None,
    }


def test_each_warning_is_sent_once_and_named() -> None:
    policy = warned({"percent": 75}, {"percent": 100}, {"after_s": 1800}, {"before_s": 900})
    kinds = [w["kind"] for w in told(WROTE, until="14:00", policy=policy).clock("first_reply")["warnings"]]
    assert kinds == ["percent_75", "before_900", "percent_100", "after_1800"]


def test_an_answered_clock_warns_no_more() -> None:
    story = told(WROTE, event("10:30", "agent_reply"), until="12:00", policy=warned({"before_s": 900}))
    assert (story.warnings("first_reply"), story.clock("first_reply")["warn_at"]) == ([], None)


def test_a_target_shorter_than_the_notice_warns_at_once() -> None:
    story = told(WROTE, until="10:05", policy=warned({"before_s": 900}, first_reply_s=600))
    assert story.warnings("first_reply") == ["03-10 10:00:00"]


def test_a_pause_moves_the_warnings_to_come_and_repeats_none() -> None:
    story = told(
        WROTE,
        event("14:30", "status", to="pending"),
        event("15:30", "status", to="open"),
        until="20:00",
        policy={"resolution_s": 28800, "warnings": [{"percent": 50}, {"before_s": 900}]},
    )
    assert story.warnings("resolution") == ["03-10 14:00:00", "03-10 18:45:00"]


def test_a_moved_deadline_warns_again_for_its_own_time() -> None:
    story = told(
        WROTE,
        event("10:50", "policy", policy=warned({"before_s": 900}, first_reply_s=7200)),
        until="13:00",
        policy=warned({"before_s": 900}),
    )
    assert story.warnings("first_reply") == ["03-10 10:45:00", "03-10 11:45:00"]


def test_a_warning_whose_point_has_passed_at_a_change_goes_out_at_once() -> None:
    story = told(
        WROTE,
        event("10:30", "policy", policy=warned({"before_s": 900}, first_reply_s=2100)),
        until="10:31",
        policy=warned({"before_s": 900}),
    )
    assert story.warnings("first_reply") == ["03-10 10:30:00"]


def test_one_warning_stated_twice_is_one_warning() -> None:
    story = told(WROTE, until="11:00", policy=warned({"before_s": 900}) | {"warn_before_s": 900})
    assert story.warnings("first_reply") == ["03-10 10:45:00"]
