"""Everything that the page of service levels shows, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpdesk.reports.queries import clocks, satisfaction
from helpdesk.reports.queries.clocks import Figures
from helpdesk.reports.rules import findings as rules
from helpdesk.reports.rules.findings import Finding, GroupFigures, HourFigures
from helpdesk.reports.rules.periods import Period
from helpdesk.reports.vocabulary import TARGET_PERCENT, Grouping
from helpdesk.sla.vocabulary import Metric


@dataclass(frozen=True)
class Compared:
    """Figures of the period and of the one before."""

    now: Figures
    before: Figures

    @property
    def points(self) -> float | None:
        """By how many percentage points the share in time rose."""
        if self.now.met_percent is None or self.before.met_percent is None:
            return None
        return self.now.met_percent - self.before.met_percent


@dataclass(frozen=True)
class CategoryRow:
    """One category: its first replies, the median resolution, the mean score, tickets day by day."""

    replies: Figures
    resolution_s: int | None
    score: float | None
    days: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceFigures:
    """The page's numbers; the heat map is weekday → hour → row, for the hours between the first and the last used one."""

    period: Period
    replies: Compared
    resolutions: Compared
    reopened: tuple[int, int]
    reopened_before: tuple[int, int]
    survey: Any
    survey_before: Any
    voices: Sequence[Any]
    days: Sequence[tuple[date, Figures | None]]
    hours: range
    heat: Mapping[int, Mapping[int, Any]]
    agents: Sequence[tuple[Figures, float | None]]
    categories: Sequence[CategoryRow]
    findings: Sequence[Finding]


def gather(period: Period, filters: Mapping[str, str]) -> ServiceFigures:
    """Ask for everything, in a fixed number of statements whatever the size of the data."""
    asked = (period, filters)
    by_day = {row.key: row for row in clocks.by(Grouping.DAY, Metric.FIRST_REPLY, *asked)}
    cells = clocks.by_weekday_and_hour(Metric.FIRST_REPLY, *asked)
    used = sorted({int(row.hour) for row in cells})
    categories = _categories(*asked)
    return ServiceFigures(
        period=period,
        replies=_compared(Metric.FIRST_REPLY, *asked),
        resolutions=_compared(Metric.RESOLUTION, *asked),
        reopened=clocks.reopened(*asked),
        reopened_before=clocks.reopened(period.before, filters),
        survey=satisfaction.total(*asked),
        survey_before=satisfaction.total(period.before, filters),
        voices=satisfaction.voices(*asked),
        days=[(day, by_day.get(day)) for day in period.each_day()],
        hours=range(used[0], used[-1] + 1) if used else range(0),
        heat=_heat(cells),
        agents=_agents(*asked),
        categories=categories,
        findings=_findings(cells, categories, *asked),
    )


def _compared(metric: Metric, period: Period, filters: Mapping[str, str]) -> Compared:
    return Compared(clocks.total(metric, period, filters), clocks.total(metric, period.before, filters))


def _heat(cells: Sequence[Any]) -> dict[int, dict[int, Any]]:
    heat: dict[int, dict[int, Any]] = {weekday: {} for weekday in range(1, 8)}
    for row in cells:
        heat[int(row.weekday)][int(row.hour)] = row
    return heat


def _agents(period: Period, filters: Mapping[str, str]) -> list[tuple[Figures, float | None]]:
    scores = {row.key: float(row.mean) for row in satisfaction.by(Grouping.AGENT, period, filters) if row.mean is not None}
    rows = [row for row in clocks.by(Grouping.AGENT, Metric.FIRST_REPLY, period, filters) if row.key is not None]
    return [(row, scores.get(row.key)) for row in sorted(rows, key=lambda row: -row.total)]


def _categories(period: Period, filters: Mapping[str, str]) -> list[CategoryRow]:
    resolutions = {row.key: row.median_s for row in clocks.by(Grouping.CATEGORY, Metric.RESOLUTION, period, filters)}
    scores = {row.key: float(row.mean) for row in satisfaction.by(Grouping.CATEGORY, period, filters) if row.mean is not None}
    counts = {(row.category, row.day): row.total for row in clocks.by_category_and_day(Metric.FIRST_REPLY, period, filters)}
    rows = sorted(clocks.by(Grouping.CATEGORY, Metric.FIRST_REPLY, period, filters), key=lambda row: -row.total)
    return [
        CategoryRow(
            replies=row,
            resolution_s=resolutions.get(row.key),
            score=scores.get(row.key),
            days=tuple(counts.get((row.key, day), 0) for day in period.each_day()),
        )
        for row in rows
    ]


def _findings(cells: Sequence[Any], categories: Sequence[CategoryRow], period: Period, filters: Mapping[str, str]) -> list[Finding]:
    hours = [
        HourFigures(
            hour,
            sum(row.total for row in cells if int(row.hour) == hour),
            sum(row.missed for row in cells if int(row.hour) == hour),
        )
        for hour in range(24)
    ]
    groups = [GroupFigures(row.replies.key, row.replies.total, row.replies.missed) for row in categories]
    unassigned = clocks.unassigned_missed(period, filters)
    return rules.findings(hours, groups, unassigned=unassigned, target_percent=TARGET_PERCENT)
