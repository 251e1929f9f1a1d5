"""What must hold for every calendar and every history (sla.md, "Property checks")."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.sla import simulator
from helpdesk.sla.rules import calendar as calendars
from helpdesk.sla.rules import documents

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Cairo", "Pacific/Apia")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
TARGETS = st.integers(0, 10 * 86400)


def hours_of(quarters: list[int]) -> list[list[str]]:
    walls = [f"{q // 4:02}:{q % 4 * 15:02}" for q in sorted(quarters)]
    return [[walls[i], walls[i + 1]] for i in range(0, len(walls) - 1, 2)]


HOURS = st.lists(st.integers(0, 96), unique=True, max_size=6).map(hours_of)
OPEN_HOURS = st.lists(st.integers(0, 96), unique=True, min_size=2, max_size=6).map(hours_of)
CALENDARS = st.fixed_dictionaries(
    {
        "timezone": st.sampled_from(ZONES),
        "week": st.dictionaries(st.sampled_from(documents.WEEKDAYS), OPEN_HOURS, min_size=1),
        "holidays": st.lists(DAYS.map(str), max_size=4),
        "special_days": st.dictionaries(DAYS.map(str), HOURS, max_size=3),
    }
)
PAUSES = st.lists(st.tuples(INSTANTS, st.integers(0, 3 * 86400)), max_size=4).map(
    lambda spans: [(start, start + timedelta(seconds=length)) for start, length in spans]
)


busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a machine shared with other runs an example may take long; that is no failure."""


@busy
@given(CALENDARS, INSTANTS, TARGETS, PAUSES)
def test_elapsed_until_the_deadline_is_the_target(
    document: dict[str, Any], start: datetime, target_s: int, pauses: list[calendars.Pause]
) -> None:
    calendar = documents.calendar(document)
    due = calendars.due(calendar, start, target_s, pauses)
    assert calendars.elapsed(calendar, start, due, pauses) == target_s
    if target_s:
        assert calendars.elapsed(calendar, start, due - timedelta(seconds=1), pauses) == target_s - 1


@busy
@given(CALENDARS, INSTANTS, st.integers(0, 5 * 86400), TARGETS, st.integers(0, 86400))
def test_a_later_start_or_a_longer_target_is_never_due_earlier(
    document: dict[str, Any], start: datetime, later_s: int, target_s: int, longer_s: int
) -> None:
    calendar = documents.calendar(document)
    due = calendars.due(calendar, start, target_s)
    assert calendars.due(calendar, start + timedelta(seconds=later_s), target_s) >= due
    assert calendars.due(calendar, start, target_s + longer_s) >= due


@busy
@given(CALENDARS, INSTANTS, TARGETS, PAUSES, PAUSES)
def test_a_pause_never_makes_a_deadline_earlier(
    document: dict[str, Any],
    start: datetime,
    target_s: int,
    pauses: list[calendars.Pause],
    more: list[calendars.Pause],
) -> None:
    calendar = documents.calendar(document)
    assert calendars.due(calendar, start, target_s, pauses + more) >= calendars.due(calendar, start, target_s, pauses)


@busy
@given(CALENDARS, INSTANTS, TARGETS, DAYS)
def test_a_holiday_never_makes_a_deadline_earlier(document: dict[str, Any], start: datetime, target_s: int, holiday: date) -> None:
    calendar = documents.calendar(document)
    closed = documents.calendar(document | {"holidays": [*document["holidays"], str(holiday)]})
    assert calendars.due(closed, start, target_s) >= calendars.due(calendar, start, target_s)


@busy
@given(CALENDARS, INSTANTS, st.integers(0, 40 * 86400), st.integers(0, 40 * 86400), PAUSES)
def test_the_parts_of_an_interval_add_up(
    document: dict[str, Any], start: datetime, first_s: int, second_s: int, pauses: list[calendars.Pause]
) -> None:
    calendar = documents.calendar(document)
    middle, end = start + timedelta(seconds=first_s), start + timedelta(seconds=first_s + second_s)
    parts = calendars.elapsed(calendar, start, middle, pauses) + calendars.elapsed(calendar, middle, end, pauses)
    assert parts == calendars.elapsed(calendar, start, end, pauses)


@settings(busy, max_examples=60)
@given(CALENDARS, INSTANTS, st.integers(0, 40 * 3600))
def test_bisect_agrees_with_counting_every_minute(document: dict[str, Any], start: datetime, length_s: int) -> None:
    calendar = documents.calendar(document)
    assert isinstance(calendar, calendars.BusinessCalendar)
    start, minutes = start.replace(second=0), length_s // 60
    counted = sum(_is_open(calendar, start + timedelta(minutes=minute)) for minute in range(minutes))
    if _wall_times_are_plain(calendar, start, minutes):
        assert calendars.elapsed(calendar, start, start + timedelta(minutes=minutes)) == counted * 60


def _is_open(calendar: calendars.BusinessCalendar, moment: datetime) -> bool:
    wall = moment.astimezone(calendar.zone)
    second = wall.hour * 3600 + wall.minute * 60
    return any(opens <= second < closes for opens, closes in calendar.hours_on(wall.date()))


def _wall_times_are_plain(calendar: calendars.BusinessCalendar, start: datetime, minutes: int) -> bool:
    """No clock change within a day of the span: only there do wall times repeat or vanish."""
    first = (start - timedelta(days=1)).astimezone(calendar.zone).utcoffset()
    return all(
        (start + timedelta(minutes=minute)).astimezone(calendar.zone).utcoffset() == first
        for minute in range(0, minutes + 2 * 1440, 60)
    )


KINDS = st.one_of(
    st.fixed_dictionaries({"type": st.just("customer_message"), "automatic": st.booleans()}),
    st.fixed_dictionaries({"type": st.just("agent_reply"), "status": st.sampled_from([None, "pending", "solved"])}),
    st.fixed_dictionaries(
        {
            "type": st.just("status"),
            "to": st.sampled_from(["open", "pending", "on_hold", "solved", "closed"]),
            "by": st.sampled_from(["person", "bot", "customer"]),
            "reason": st.sampled_from([None, "resolved", "spam", "customer_withdrew"]),
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.just("policy"),
            "policy": st.one_of(
                st.none(),
                st.fixed_dictionaries(
                    {"first_reply_s": st.integers(60, 9000), "resolution_s": st.one_of(st.none(), st.just(7200))}
                ),
            ),
        }
    ),
    st.sampled_from([{"type": kind} for kind in ("note", "no_reply_needed", "restored", "call_answered", "bot_reply")]),
)
EVENTS = st.lists(st.tuples(st.integers(0, 3 * 86400), KINDS), max_size=14)
START = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def history(document: dict[str, Any] | None, happened: list[tuple[int, dict[str, Any]]]) -> dict[str, Any]:
    events = [{"at": (START + timedelta(seconds=offset)).isoformat(), **kind} for offset, kind in happened]
    policy = {"first_reply_s": 3600, "next_reply_s": 3600, "resolution_s": 28800, "warn_before_s": 900}
    until = (START + timedelta(days=4)).isoformat()
    return {"policy": policy, "calendar": document, "events": events, "until": until}


@busy
@given(EVENTS)
def test_every_history_keeps_the_invariants(happened: list[tuple[int, dict[str, Any]]]) -> None:
    clocks = simulator.simulate(history(None, happened))["clocks"]
    seen = [(clock["metric"], clock["cycle"]) for clock in clocks]
    assert len(seen) == len(set(seen))
    replying = [c for c in clocks if c["metric"] in ("first_reply", "next_reply") and not _is_over(c)]
    assert len(replying) <= 1
    for clock in clocks:
        assert (clock["state"] == "breached") == (clock["breached_at"] is not None)
        assert (clock["state"] == "paused") == (clock["remaining_s"] is not None)
        assert not (clock["fulfilled_at"] and clock["ended_at"])
        assert clock["elapsed_s"] >= 0
        if _is_over(clock):
            assert clock["warn_at"] is None


@busy
@given(EVENTS)
def test_replaying_a_history_gives_the_same_clocks(happened: list[tuple[int, dict[str, Any]]]) -> None:
    document = history(None, happened)
    assert simulator.simulate(document) == simulator.simulate(json.loads(json.dumps(document)))


@busy
@given(EVENTS, st.integers(0, 86400 * 4))
def test_looking_in_between_changes_nothing(happened: list[tuple[int, dict[str, Any]]], look_at: int) -> None:
    looked = [*happened, (look_at, {"type": "note"})]
    assert simulator.simulate(history(None, happened)) == simulator.simulate(history(None, looked))


def _is_over(clock: dict[str, Any]) -> bool:
    return clock["fulfilled_at"] is not None or clock["ended_at"] is not None
