"""Periods of whole local days, and the one before to compare with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kit.errors import RuleViolation

PRESETS = {"7": 7, "14": 14, "30": 30, "90": 90}
LONGEST_DAYS = 400


@dataclass(frozen=True)
class Period:
    """From the first to the last local day, both included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def start(self) -> datetime:
        """The first instant, UTC."""
        return self._midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after it, UTC."""
        return self._midnight(self.last + timedelta(days=1))

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1), self.zone)

    def each_day(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.days)]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def latest(days: int, now: datetime, zone: ZoneInfo) -> Period:
    """The last so many days, today included."""
    today = now.astimezone(zone).date()
    return Period(today - timedelta(days=days - 1), today, zone)


def between(first: str, last: str, zone: ZoneInfo) -> Period:
    """A period by its ISO days. Raises RuleViolation(bad_period)."""
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last), zone)
    except ValueError:
        raise RuleViolation("bad_period", "Write both days like 2026-05-14.") from None
    if not 1 <= period.days <= LONGEST_DAYS or not 1971 <= period.first.year <= 2199:
        raise RuleViolation("bad_period", "The last day must follow the first one, by 400 days at most.")
    return period
