"""Dates in foreign tables: ISO as it is, day/month order only when the whole column proves it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from helpdesk.imports.refusals import CellRefused
from helpdesk.imports.vocabulary import DateOrder

EARLIEST, LATEST = 1900, 2200
_CLOCK = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?([AaPp][Mm])?)?"
_ZONE = r" ?(Z|z|UTC|[+-]\d{2}:?\d{2})?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?{_CLOCK}{_ZONE}")
YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{2,4}}){_CLOCK}{_ZONE}")


@dataclass
class Proof:
    """Looks at every value of one column and says which order its dates are written in."""

    day_first: str = ""
    month_first: str = ""
    undecided: str = ""

    def look(self, text: str) -> None:
        """Take one value into account; years first and things that are no dates prove nothing."""
        match = YEAR_LAST.fullmatch(text.strip())
        if match is None:
            return
        first, second = int(match[1]), int(match[2])
        if 12 < first <= 31 and second <= 12:
            self.day_first = self.day_first or text
        elif 12 < second <= 31 and first <= 12:
            self.month_first = self.month_first or text
        else:
            self.undecided = self.undecided or text

    @property
    def is_contradicted(self) -> bool:
        return bool(self.day_first and self.month_first)

    @property
    def order(self) -> DateOrder | None:
        """The proved order, ISO when no other date occurs, None when nothing is proved."""
        if self.day_first:
            return DateOrder.DMY
        if self.month_first:
            return DateOrder.MDY
        return None if self.undecided else DateOrder.ISO


def instant(text: str, order: DateOrder, zone: ZoneInfo) -> datetime:
    """`text` as an instant in UTC; without an offset it is local time of `zone`. Raises CellRefused."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _spelled(text, order)
    if not EARLIEST <= moment.year <= LATEST:
        raise CellRefused("not_a_date", value=text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _spelled(text: str, order: DateOrder) -> datetime:
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif (match := YEAR_LAST.fullmatch(text)) and order is not DateOrder.ISO:
        if len(match[3]) != 4:
            raise CellRefused("two_digit_year", value=text)
        day, month = (match[1], match[2]) if order is DateOrder.DMY else (match[2], match[1])
        year = match[3]
    else:
        raise CellRefused("not_a_date", value=text)
    clock = _hours(match[4], match[7]), int(match[5] or 0), int(match[6] or 0)
    offset = {"Z": "+00:00", "UTC": "+00:00"}.get((match[8] or "").upper(), match[8] or "")
    try:
        moment = datetime(int(year), int(month), int(day), *clock)  # noqa: DTZ001 - the offset follows
        return datetime.fromisoformat(moment.isoformat() + offset)
    except ValueError:
        raise CellRefused("not_a_date", value=text) from None


def _hours(hours: str | None, half: str | None) -> int:
    if hours is None or half is None:
        return int(hours or 0)
    return int(hours) % 12 + (12 if half.lower() == "pm" else 0)
