"""What the numbers of a period say, with the sample and the doubt: facts for sentences, never sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SMALL_SAMPLE = 30
CLEARLY = 3.0
"""Percentage points by which a group must differ to be worth a sentence."""
WINDOW_H = 3


@dataclass(frozen=True)
class HourFigures:
    """First replies that were asked for in one hour of the day."""

    hour: int
    total: int
    missed: int


@dataclass(frozen=True)
class GroupFigures:
    """First replies of one category, channel or the like."""

    key: str
    total: int
    missed: int

    @property
    def met_percent(self) -> float:
        return 100 * (self.total - self.missed) / self.total if self.total else 100.0


@dataclass(frozen=True)
class Finding:
    """One thing worth saying: its kind, and the numbers that the sentence needs."""

    kind: str
    numbers: Mapping[str, Any] = field(default_factory=dict)


def findings(
    hours: Sequence[HourFigures], categories: Sequence[GroupFigures], *, unassigned: int, target_percent: float
) -> list[Finding]:
    """At most four findings about late first replies, the most telling first; one about the sample when nothing stands out."""
    total, missed = sum(hour.total for hour in hours), sum(hour.missed for hour in hours)
    if total == 0:
        return [Finding("nothing")]
    found = [*_busy_window(hours, total, missed), *_weak_category(categories), *_nobody(unassigned, missed)]
    if not found:
        reached = 100 * (total - missed) / total
        kind = "on_target" if reached >= target_percent else "evenly_late"
        found = [Finding(kind, {"rate": reached, "missed": missed, "total": total, "target": target_percent})]
    if total < SMALL_SAMPLE:
        found.append(Finding("small_sample", {"total": total}))
    return found


def _busy_window(hours: Sequence[HourFigures], total: int, missed: int) -> list[Finding]:
    """Three hours of the day in which at least half of the late replies began, though fewer of the tickets came then."""
    if missed < 4:
        return []
    by_hour = {hour.hour: hour for hour in hours}
    start = max(range(24 - WINDOW_H + 1), key=lambda first: _sum(by_hour, first, "missed"))
    late, came = _sum(by_hour, start, "missed"), _sum(by_hour, start, "total")
    late_share, came_share = 100 * late / missed, 100 * came / total
    if late_share < 50 or late_share < came_share + 10:
        return []
    others, others_late = total - came, missed - late
    numbers = {
        "late": late,
        "missed": missed,
        "late_share": late_share,
        "came_share": came_share,
        "from_hour": start,
        "to_hour": start + WINDOW_H,
        "rate_elsewhere": 100 * (others - others_late) / others if others else 100.0,
    }
    return [Finding("busy_window", numbers)]


def _weak_category(categories: Sequence[GroupFigures]) -> list[Finding]:
    big_enough = [each for each in categories if each.total >= 5 and each.missed >= 2]
    if not big_enough:
        return []
    weakest = min(big_enough, key=lambda each: each.met_percent)
    others = GroupFigures(
        "", sum(each.total for each in categories) - weakest.total, sum(each.missed for each in categories) - weakest.missed
    )
    if others.total == 0 or others.met_percent - weakest.met_percent < CLEARLY:
        return []
    numbers = {
        "category": weakest.key,
        "rate": weakest.met_percent,
        "total": weakest.total,
        "missed": weakest.missed,
        "rate_elsewhere": others.met_percent,
    }
    return [Finding("weak_category", numbers)]


def _nobody(unassigned: int, missed: int) -> list[Finding]:
    if unassigned < 2 or 100 * unassigned < 20 * missed:
        return []
    return [Finding("unassigned", {"unassigned": unassigned, "missed": missed, "share": 100 * unassigned / missed})]


def _sum(by_hour: Mapping[int, HourFigures], first: int, name: str) -> int:
    return sum(getattr(by_hour[hour], name) for hour in range(first, first + WINDOW_H) if hour in by_hour)
