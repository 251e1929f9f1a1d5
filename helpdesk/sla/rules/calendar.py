"""Business calendars: open time in physical seconds, in any time zone (sla.md rules 1, 2 and 11)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Protocol
from zoneinfo import ZoneInfo

from kit.errors import RuleViolation

MUST_OPEN_WITHIN = timedelta(days=400)
HORIZON_YEARS = 100

Hours = tuple[tuple[int, int], ...]
"""Opening hours of one day: wall-clock seconds since midnight, sorted, not overlapping; 86400 is the end of the day."""

Pause = tuple[datetime, datetime]


class WorkingTime(Protocol):
    """What counts as open time. Both answers are exact to the second."""

    def open_seconds(self, start: datetime, end: datetime) -> int:
        """Open seconds between two instants, 0 where `end` is not after `start`."""

    def after(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant with that many open seconds behind `start` (the closing-instant rule)."""


@dataclass(frozen=True)
class AlwaysOpen:
    """Day and night, every day: the calendar of a shop that set none."""

    def open_seconds(self, start: datetime, end: datetime) -> int:
        return max(0, round((end - start).total_seconds()))

    def after(self, start: datetime, seconds: int) -> datetime:
        if seconds > HORIZON_YEARS * 366 * 86400:
            raise out_of_reach()
        return start + timedelta(seconds=seconds)


@dataclass(frozen=True)
class BusinessCalendar:
    """Opening hours by weekday (Monday first), holidays, and special days that replace both."""

    zone: ZoneInfo
    week: tuple[Hours, ...]
    holidays: frozenset[date] = frozenset()
    special_days: Mapping[date, Hours] = field(default_factory=dict)
    _years: dict[int, "_Spans"] = field(default_factory=dict, init=False, repr=False, compare=False)

    def open_seconds(self, start: datetime, end: datetime) -> int:
        if end <= start:
            return 0
        first, last = _epoch(start), _epoch(end)
        years = range(start.astimezone(self.zone).year, end.astimezone(self.zone).year + 1)
        return sum(spans.until(last) - spans.until(first) for spans in map(self._spans, years))

    def after(self, start: datetime, seconds: int) -> datetime:
        if seconds <= 0:
            return start
        year = start.astimezone(self.zone).year
        wanted = seconds + self._spans(year).until(_epoch(start))
        for spans in map(self._spans, range(year, year + HORIZON_YEARS)):
            if wanted <= spans.total:
                return datetime.fromtimestamp(spans.instant(wanted), UTC)
            wanted -= spans.total
        raise out_of_reach()

    def hours_on(self, day: date) -> Hours:
        """The opening hours of one local day."""
        if day in self.special_days:
            return self.special_days[day]
        return () if day in self.holidays else self.week[day.weekday()]

    def _spans(self, year: int) -> "_Spans":
        if year not in self._years:
            self._years[year] = _Spans.of(_merged(self._open_in(year)))
        return self._years[year]

    def _open_in(self, year: int) -> Iterator[tuple[int, int]]:
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            day = date.fromordinal(ordinal)
            for opens, closes in self.hours_on(day):
                yield self._instant(day, opens), self._instant(day, closes)

    def _instant(self, day: date, second: int) -> int:
        # `fold=0` is the rule: a wall time in the gap moves forward, an ambiguous one is its first occurrence.
        wall = datetime(day.year, day.month, day.day) + timedelta(seconds=second)  # noqa: DTZ001
        return _epoch(wall.replace(tzinfo=self.zone))


@dataclass(frozen=True)
class _Spans:
    """The open spans of one year as epoch seconds, with the open seconds before each: every question is a bisect."""

    starts: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]

    @classmethod
    def of(cls, spans: Sequence[tuple[int, int]]) -> "_Spans":
        lengths = (end - start for start, end in spans)
        return cls([start for start, _ in spans], [end for _, end in spans], list(accumulate(lengths, initial=0)))

    @property
    def total(self) -> int:
        return self.before[-1]

    def until(self, instant: int) -> int:
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        return self.before[index] + min(instant, self.ends[index]) - self.starts[index]

    def instant(self, seconds: int) -> int:
        index = bisect_left(self.before, seconds) - 1
        return self.starts[index] + seconds - self.before[index]


def elapsed(calendar: WorkingTime, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Open seconds from `start` to `end` outside the pauses (rule 1); pauses may overlap or lie outside."""
    lost = sum(calendar.open_seconds(max(since, start), min(until, end)) for since, until in _union(pauses))
    return calendar.open_seconds(start, end) - lost


def due(calendar: WorkingTime, start: datetime, target_s: int, pauses: Iterable[Pause] = ()) -> datetime:
    """The earliest instant at which `elapsed` reaches `target_s` (rule 2). Refuses what lies a century away."""
    left = target_s
    for since, until in _union(pauses):
        available = calendar.open_seconds(start, since)
        if available >= left:
            break
        left -= available
        start = max(start, until)
    return calendar.after(start, left)


def require_open_time(calendar: WorkingTime, now: datetime) -> None:
    """Refuse a calendar that stays shut for the next 400 days (rule 11): no clock on it would ever run."""
    if calendar.open_seconds(now, now + MUST_OPEN_WITHIN) == 0:
        raise RuleViolation("never_open", "This calendar has no open time in the next 400 days. Add opening hours.")


def out_of_reach() -> RuleViolation:
    """The refusal of a deadline that lies more than a century away."""
    return RuleViolation("out_of_reach", "The deadline lies more than 100 years away. Enter a smaller target.")


def _union(pauses: Iterable[Pause]) -> list[Pause]:
    united: list[Pause] = []
    for since, until in sorted(pauses):
        if united and since <= united[-1][1]:
            united[-1] = (united[-1][0], max(until, united[-1][1]))
        else:
            united.append((since, until))
    return united


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or, moved by a clock change, overlap; drop those that a gap swallowed."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _epoch(instant: datetime) -> int:
    return int(instant.timestamp())
