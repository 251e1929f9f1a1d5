"""What an address or a command line asks of a report."""

from collections.abc import Mapping
from datetime import date, datetime

from helpdesk.reports.queries.tickets import Slice
from helpdesk.reports.registry import Question, Report
from helpdesk.reports.rules import periods
from helpdesk.reports.rules.periods import Period
from helpdesk.reports.vocabulary import FILTERS, Grouping
from helpdesk.sla.vocabulary import Metric
from kit import profile
from kit.errors import RuleViolation

USUAL_DAYS = 14


def period(asked: Mapping[str, str], now: datetime) -> Period:
    """`from` and `to` as ISO days of the shop's zone, or the last `days`. Raises RuleViolation(bad_period)."""
    zone = profile.current().zone
    if asked.get("from") or asked.get("to"):
        last = asked.get("to") or now.astimezone(zone).date().isoformat()
        return periods.between(asked.get("from") or last, last, zone)
    return periods.latest(periods.PRESETS.get(asked.get("days", ""), USUAL_DAYS), now, zone)


def filters(asked: Mapping[str, str]) -> dict[str, str]:
    """The values that tickets must have."""
    return {name: asked[name][:60] for name in FILTERS if asked.get(name)}


def question(report: Report, asked: Mapping[str, str], now: datetime) -> Question:
    """Everything at once. Raises RuleViolation(bad_period | bad_group)."""
    wanted = asked.get("group_by") or report.groupings[0]
    if wanted not in report.groupings:
        raise RuleViolation("bad_group", f"This report is grouped by one of: {', '.join(report.groupings)}.")
    return Question(period(asked, now), Grouping(wanted), filters(asked))


def part(asked: Mapping[str, str]) -> Slice:
    """Which tickets a drill-down shows; what cannot be read asks nothing."""
    metric = asked.get("metric")
    return Slice(
        metric=Metric(metric) if metric in list(Metric) else Metric.FIRST_REPLY,
        outcome=asked.get("outcome", "all"),
        day=_day(asked.get("day")),
        weekday=_number(asked.get("weekday"), 7),
        hour=_number(asked.get("hour"), 23),
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _number(text: str | None, most: int) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 3 and int(text) <= most else None
