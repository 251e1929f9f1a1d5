"""When a target runs out: T01 to T18 and T36 of sla.md, and the calendars' corners."""

from typing import Any

import pytest

from helpdesk.sla import simulator
from tests.sla.told import BERLIN_ALWAYS, K1, K2, K3, K4, K5, local, shop, stamp

SUNDAY_EARLY = shop("Europe/Berlin", ("sun",), ["02:30", "10:00"])


def due(calendar: dict[str, Any] | None, start: str, target_s: int, pauses: list[tuple[str, str]] | None = None) -> str:
    zone = (calendar or {}).get("timezone", "UTC")
    paused = [[local(since, zone).isoformat(), local(until, zone).isoformat()] for since, until in pauses or []]
    asked = {"calendar": calendar, "start": local(start, zone).isoformat(), "target_s": target_s, "pauses": paused}
    answer = simulator.due(asked)
    return answer["due_at"]


@pytest.mark.parametrize(
    ("case", "calendar", "start", "target_s", "expected"),
    [
        ("T01", K1, "10:15", 3600, "11:15"),
        ("T02", K1, "20:30", 3600, "03-11 09:30"),
        ("T03", K1, "08:59:59", 3600, "10:00"),
        ("T04", K1, "21:00", 3600, "03-11 10:00"),
        ("T05", K1, "20:00", 3600, "21:00"),
        ("T06", K1, "20:59:30", 3600, "03-11 09:59:30"),
        ("T07", K1, "22:00", 3600, "03-11 10:00"),
        ("T08", K2, "04-27 12:00", 3600, "04-27 14:00"),
        ("T09", K2, "04-30 17:30", 3600, "05-02 10:30"),
        ("T10", K2, "05-02 13:30", 3600, "05-04 09:30"),
        ("T11", K4, "04-30 17:30", 3600, "05-06 09:30"),
        ("T12", K4, "05-08 17:30", 3600, "05-09 09:30"),
        ("T15", K5, "03-13 23:30", 3600, "03-14 00:30"),
        ("T16", K5, "03-14 05:30", 3600, "03-20 22:30"),
        ("T17 spring", BERLIN_ALWAYS, "03-28 12:00", 86400, "03-29 13:00"),
        ("T17 autumn", BERLIN_ALWAYS, "10-24 12:00", 86400, "10-25 11:00"),
        ("T18", SUNDAY_EARLY, "03-29 00:00", 3600, "03-29 04:30"),
        ("a weekday later than the close", K2, "04-27 18:00:01", 1, "04-28 09:00:01"),
        ("a target over many weeks", K5, "03-14 05:30", 3600 + 40 * 8 * 3600, "12-25 22:30"),
        ("the turn of the year", K1, "12-31 20:30", 3600, "2027-01-01 09:30"),
    ],
)
def test_a_target_runs_out_in_business_time(case: str, calendar: Any, start: str, target_s: int, expected: str) -> None:
    assert due(calendar, start, target_s) == stamp(local(expected, calendar["timezone"])), case


def test_t13_an_hour_across_the_spring_gap_is_a_physical_hour() -> None:
    assert due(K3, "2026-03-08 01:30", 3600) == "2026-03-08T07:30:00Z"


def test_t14_an_hour_from_the_first_ambiguous_time_ends_at_the_second() -> None:
    assert due(K3, "2026-11-01 01:30", 3600) == "2026-11-01T06:30:00Z"


def test_t36_a_pause_over_lunch_costs_only_its_open_part() -> None:
    paused = due(K2, "04-27 12:00", 4 * 3600, [("04-27 12:15", "04-27 13:45")])
    assert paused == stamp(local("04-27 17:30", "Europe/Berlin"))


def test_overlapping_pauses_count_once() -> None:
    twice = due(K1, "10:00", 3600, [("10:10", "10:30"), ("10:20", "10:40"), ("09:00", "09:30")])
    assert twice == stamp(local("11:30"))


def test_a_pause_that_begins_at_the_deadline_does_not_move_it() -> None:
    assert due(K1, "10:00", 3600, [("11:00", "12:00")]) == stamp(local("11:00"))


def test_a_closing_time_in_the_gap_moves_forward_like_an_opening_time() -> None:
    calendar = shop("Europe/Berlin", ("sun",), ["01:00", "02:30"], ["03:15", "04:00"])
    # 02:30 does not exist on that Sunday and becomes 03:30, which swallows the start of the second span.
    assert due(calendar, "2026-03-29 00:00", 2 * 3600) == "2026-03-29T02:00:00Z"


def test_midnight_that_does_not_exist_opens_at_the_first_instant_of_the_day() -> None:
    calendar = shop("Africa/Cairo", ("fri",), ["00:00", "24:00"])
    # On Friday 2026-04-24 Cairo goes from 00:00 to 01:00: the day has 23 hours.
    assert due(calendar, "2026-04-23 20:00", 23 * 3600) == "2026-04-24T21:00:00Z"


def test_without_a_calendar_every_second_counts() -> None:
    assert due(None, "2026-03-10 23:59:59", 7200) == "2026-03-11T01:59:59Z"


def test_a_target_of_nothing_is_due_at_once() -> None:
    assert due(K1, "22:00", 0) == stamp(local("22:00"))


def test_a_century_is_too_far() -> None:
    weekly = {"timezone": "UTC", "week": {"mon": [["09:00", "09:01"]]}}
    answer = simulator.answers(simulator.due, {"calendar": weekly, "start": "2026-03-10T00:00:00Z", "target_s": 300_000_000})
    assert isinstance(answer, dict)
    assert answer["error"]["code"] == "out_of_reach"


@pytest.mark.parametrize(
    ("end", "expected"), [("10:30", 1800), ("22:00", 39600), ("10:00", 0), ("09:00", 0), ("03-11 09:00:01", 39601)]
)
def test_elapsed_counts_open_seconds_only(end: str, expected: int) -> None:
    asked = {"calendar": K1, "start": local("10:00").isoformat(), "end": local(end).isoformat(), "pauses": []}
    assert simulator.elapsed(asked) == {"elapsed_s": expected}


def test_elapsed_leaves_out_the_pauses() -> None:
    pauses = [[local("11:00").isoformat(), local("12:00").isoformat()]]
    asked = {"calendar": K1, "start": local("10:00").isoformat(), "end": local("13:00").isoformat(), "pauses": pauses}
    assert simulator.elapsed(asked) == {"elapsed_s": 7200}
