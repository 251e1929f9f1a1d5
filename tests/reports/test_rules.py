"""Periods and findings: what the numbers say, and what they do not."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk.reports.charts import curve
from helpdesk.reports.rules import periods
from helpdesk.reports.rules.findings import GroupFigures, HourFigures, findings
from helpdesk.reports.rules.tables import percent
from kit.errors import RuleViolation

SHANGHAI = ZoneInfo("Asia/Shanghai")


def kinds(hours: list[HourFigures], categories: list[GroupFigures] | None = None, unassigned: int = 0) -> list[str]:
    return [each.kind for each in findings(hours, categories or [], unassigned=unassigned, target_percent=95)]


def test_a_period_is_made_of_local_days() -> None:
    period = periods.latest(14, datetime(2026, 5, 13, 17, 0, tzinfo=UTC), SHANGHAI)
    assert (period.first, period.last, period.days) == (date(2026, 5, 1), date(2026, 5, 14), 14)
    assert period.start == datetime(2026, 4, 30, 16, 0, tzinfo=UTC)
    assert (period.before.first, period.before.last) == (date(2026, 4, 17), date(2026, 4, 30))


def test_a_day_of_a_clock_change_is_still_one_day() -> None:
    period = periods.between("2026-03-29", "2026-03-29", ZoneInfo("Europe/Berlin"))
    assert (period.end - period.start).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-05-14", "2026-05-13"), ("yesterday", "2026-05-14"), ("2020-01-01", "2026-01-01"), ("0001-01-01",) * 2],
)
def test_a_period_that_makes_no_sense_is_refused(first: str, last: str) -> None:
    with pytest.raises(RuleViolation):
        periods.between(first, last, SHANGHAI)


def test_hours_that_hold_most_of_the_late_replies_are_named() -> None:
    hours = [HourFigures(hour, 40, 1) for hour in range(9, 18)] + [HourFigures(hour, 20, 7) for hour in (18, 19, 20)]
    found = findings(hours, [], unassigned=0, target_percent=95)
    assert found[0].kind == "busy_window"
    assert (found[0].numbers["from_hour"], found[0].numbers["to_hour"], found[0].numbers["late"]) == (18, 21, 21)
    assert found[0].numbers["rate_elsewhere"] == 97.5


def test_hours_with_their_fair_share_are_not_blamed() -> None:
    assert kinds([HourFigures(hour, 40, 4) for hour in range(9, 21)]) == ["evenly_late"]


def test_a_category_that_waits_clearly_longer_is_named() -> None:
    hours = [HourFigures(hour, 40, 2) for hour in range(9, 21)]
    categories = [GroupFigures("service", 60, 14), GroupFigures("logistics", 420, 10)]
    assert kinds(hours, categories) == ["weak_category"]


def test_late_tickets_without_an_assignee_are_named() -> None:
    assert kinds([HourFigures(hour, 40, 1) for hour in range(9, 21)], unassigned=5) == ["unassigned"]


def test_a_kept_promise_is_said_too() -> None:
    assert kinds([HourFigures(10, 200, 1)]) == ["on_target"]


def test_few_tickets_are_called_a_small_sample() -> None:
    assert kinds([HourFigures(10, 12, 0)]) == ["on_target", "small_sample"]
    assert kinds([]) == ["nothing"]


def test_shares_of_nothing_are_nothing() -> None:
    assert (percent(1, 3), percent(0, 0)) == (33.3, None)


def test_a_curve_fits_its_box() -> None:
    assert curve([0, 5, 10]) == "0.0,21.0 44.0,12.0 88.0,3.0"
    assert curve([4]) == ""
