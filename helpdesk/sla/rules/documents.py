"""Calendars, policies and instants as JSON states them, checked and turned into the rules' own values."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk.sla.rules.calendar import AlwaysOpen, BusinessCalendar, Hours, WorkingTime
from helpdesk.sla.rules.policies import Policy, PolicyWarning, WarningPoint
from helpdesk.sla.vocabulary import Metric
from kit.errors import RuleViolation

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
END_OF_DAY = 86400
LONGEST_TARGET_S = 10 * 366 * END_OF_DAY
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
TARGETS = {
    "first_reply_s": Metric.FIRST_REPLY,
    "next_reply_s": Metric.NEXT_REPLY,
    "resolution_s": Metric.RESOLUTION,
}

_WALL_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def instant(value: object, name: str) -> datetime:
    """An ISO 8601 instant with its offset, as whole seconds in UTC."""
    if not isinstance(value, str):
        raise RuleViolation("bad_instant", f"{name} must be an instant such as 2026-03-10T10:15:00+08:00.")
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise RuleViolation("naive_instant", f"{name} {value!r} needs an offset, such as +08:00 or Z.")
        moment = moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError) as error:
        if isinstance(error, RuleViolation):
            raise
        raise RuleViolation("bad_instant", f"{name} {value!r} is not an instant such as 2026-03-10T10:15:00+08:00.") from None
    if not EARLIEST <= moment < LATEST:
        raise RuleViolation("bad_instant", f"{name} {value!r} must lie between the years 1970 and 2199.")
    return moment


def seconds(value: object, name: str, least: int = 0) -> int:
    """A whole number of seconds, at most ten years."""
    if type(value) is not int or not least <= value <= LONGEST_TARGET_S:
        raise RuleViolation(
            "bad_number", f"{name} must be a whole number of seconds from {least} to {LONGEST_TARGET_S} (ten years)."
        )
    return value


def mapping(value: object, name: str) -> Mapping[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise RuleViolation("bad_shape", f"{name} must be an object.")
    return value


def listing(value: object, name: str) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise RuleViolation("bad_shape", f"{name} must be a list.")
    return value


def calendar(document: object) -> WorkingTime:
    """A business calendar; null is open around the clock."""
    if document is None:
        return AlwaysOpen()
    stated = mapping(document, "calendar")
    week = mapping(_or_empty(stated.get("week"), {}), "calendar.week")
    special = mapping(_or_empty(stated.get("special_days"), {}), "calendar.special_days")
    unknown = sorted(set(week) - set(WEEKDAYS))
    if unknown:
        raise RuleViolation("bad_calendar", f"calendar.week has no day {unknown[0]!r}. Use {', '.join(WEEKDAYS)}.")
    holidays = listing(_or_empty(stated.get("holidays"), []), "calendar.holidays")
    return BusinessCalendar(
        zone=zone(stated.get("timezone")),
        week=tuple(_hours(week.get(day, []), f"calendar.week.{day}") for day in WEEKDAYS),
        holidays=frozenset(_day(day, "calendar.holidays") for day in holidays),
        special_days={
            _day(day, "calendar.special_days"): _hours(hours, f"calendar.special_days.{day}") for day, hours in special.items()
        },
    )


def zone(name: object) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        if isinstance(name, str):
            return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        pass
    raise RuleViolation("unknown_timezone", f"There is no time zone {name!r}. Use an IANA name such as Asia/Shanghai.")


def policy(document: object) -> Policy | None:
    """The targets that matched; null is a ticket that no policy matches, a null target switches its metric off."""
    if document is None:
        return None
    stated = mapping(document, "policy")
    targets = {
        metric: seconds(stated[name], f"policy.{name}", least=1) for name, metric in TARGETS.items() if stated.get(name) is not None
    }
    warnings = [_warning(entry) for entry in listing(_or_empty(stated.get("warnings"), []), "policy.warnings")]
    if stated.get("warn_before_s") is not None:
        before_s = seconds(stated["warn_before_s"], "policy.warn_before_s")
        warnings.append(PolicyWarning(WarningPoint.BEFORE, before_s))
    by_kind: dict[str, PolicyWarning] = {}
    for warning in warnings:
        known = by_kind.get(warning.kind, warning)
        by_kind[warning.kind] = PolicyWarning(warning.point, warning.value, tuple(dict.fromkeys(known.to + warning.to)))
    return Policy(targets=targets, warnings=tuple(by_kind.values()))


def _warning(entry: object) -> PolicyWarning:
    stated = mapping(entry, "A warning")
    points = [point for point in WarningPoint if stated.get(point.value) is not None]
    if len(points) != 1:
        raise RuleViolation("bad_warning", "A warning has exactly one of percent, before_s and after_s.")
    value = stated[points[0].value]
    if points[0] is WarningPoint.PERCENT:
        if type(value) is not int or not 1 <= value <= 1000:
            raise RuleViolation("bad_warning", "The percent of a warning must be a whole number from 1 to 1000.")
    else:
        value = seconds(value, f"The {points[0].value} of a warning")
    to = stated.get("to")
    recipients = [to] if isinstance(to, str) else listing(_or_empty(to, []), "The recipients of a warning")
    if not all(isinstance(recipient, str) for recipient in recipients):
        raise RuleViolation("bad_warning", "The recipients of a warning must be names.")
    return PolicyWarning(points[0], value, tuple(recipients))


def _hours(value: object, name: str) -> Hours:
    spans = sorted(_span(span, name) for span in listing(value, name))
    for (_, closes), (opens, _) in pairwise(spans):
        if opens < closes:
            raise RuleViolation("overlapping_hours", f"{name} has opening hours that overlap. Join or shorten them.")
    return tuple(spans)


def _span(span: object, name: str) -> tuple[int, int]:
    ends = listing(span, name)
    if len(ends) != 2:
        raise RuleViolation("bad_hours", f'{name} must list pairs such as ["09:00", "18:00"].')
    opens, closes = _wall_time(ends[0], name), END_OF_DAY if ends[1] == "24:00" else _wall_time(ends[1], name)
    if opens >= closes:
        raise RuleViolation("bad_hours", f"{name} must open before it closes; split hours that pass midnight at 24:00.")
    return opens, closes


def _wall_time(value: object, name: str) -> int:
    parts = _WALL_TIME.fullmatch(value) if isinstance(value, str) else None
    if parts is None:
        raise RuleViolation("bad_hours", f"{name} has the time {value!r}. Use 00:00 to 23:59, or 24:00 for the end of the day.")
    return int(parts[1]) * 3600 + int(parts[2]) * 60


def _day(value: object, name: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise RuleViolation("bad_date", f"{name} has the date {value!r}. Use a real day such as 2026-10-01.")


def _or_empty(value: Any, empty: Any) -> Any:
    return empty if value is None else value
