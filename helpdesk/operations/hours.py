"""Opening hours as an operator types them: "24x7", or "mon-fri 09:00-18:00, sat 10:00-16:00"."""

import re

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "24x7"
_PART = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?((?: \d\d:\d\d-\d\d:\d\d)+)")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")

Week = dict[str, list[list[str]]]


def parse_hours(text: str) -> Week | None:
    """The week of a calendar document; None for 24x7. Raises ValueError with a sentence for the operator."""
    text = " ".join(text.lower().split())
    if text == ALWAYS:
        return None
    week: Week = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(f"Write {part!r} like: mon-fri 09:00-18:00")
        spans = [_span(span) for span in found[3].split()]
        for day in _days(found[1], found[2] or found[1]):
            week[day] = spans
    if not week:
        raise ValueError("Write the hours like: mon-sun 09:00-21:00, or 24x7.")
    return week


def describe(week: Week) -> str:
    """The hours in one line, equal neighbours joined: mon-fri 09:00-18:00, sat 10:00-16:00."""
    parts: list[tuple[str, str, str]] = []
    for day in filter(week.__contains__, WEEKDAYS):
        spans = " ".join("-".join(span) for span in week[day])
        if parts and parts[-1][2] == spans and WEEKDAYS.index(parts[-1][1]) + 1 == WEEKDAYS.index(day):
            parts[-1] = (parts[-1][0], day, spans)
        else:
            parts.append((day, day, spans))
    return ", ".join(f"{first if first == last else f'{first}-{last}'} {spans}" for first, last, spans in parts)


def _days(first: str, last: str) -> tuple[str, ...]:
    for day in (first, last):
        if day not in WEEKDAYS:
            raise ValueError(f"There is no day {day!r}. Use {', '.join(WEEKDAYS)}.")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return WEEKDAYS[start : end + 1] if start <= end else (*WEEKDAYS[start:], *WEEKDAYS[: end + 1])


def _span(text: str) -> list[str]:
    start, end = text.split("-")
    if not _CLOCK.fullmatch(start) or not _CLOCK.fullmatch(end) or start >= end:
        raise ValueError(f"{text!r} is no span of a day. Write it like 09:00-21:00.")
    return [start, end]
