"""Pure decisions about visits: when, in which group, what follows an attempt, how a phone number is masked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from helpdesk.sla.rules.calendar import BusinessCalendar
from helpdesk.tickets.vocabulary import Reason as Closing
from helpdesk.visits.vocabulary import COMPLAINTS, HAPPY_FROM, LATE_AFTER, MOST_ATTEMPTS, RETRY_AFTER, Group, Outcome, Status

_NOON, _EVENING = 12, 18


@dataclass(frozen=True)
class Step:
    """What follows an attempt: the visit's status, when to try again, whether the ticket is to be reopened."""

    status: Status
    next_at: datetime | None = None
    reopens: bool = False


def is_due_after_solving(category: str, closing: Closing | None, *, is_customer: bool, can_be_reached: bool) -> bool:
    """A solved complaint about quality, logistics or service is followed up; what was no complaint of a customer is not."""
    return category in COMPLAINTS and closing in {None, Closing.RESOLVED} and is_customer and can_be_reached


def calling_hours(zone: ZoneInfo, weekdays: list[int], opens_s: int, closes_s: int) -> BusinessCalendar:
    """The hours in which customers may be called."""
    return BusinessCalendar(zone, tuple(((opens_s, closes_s),) if day in weekdays else () for day in range(7)))


def slot(wanted: datetime, hours: BusinessCalendar) -> datetime:
    """`wanted` if it lies in calling hours, else the next opening."""
    return hours.after(wanted, 1) - timedelta(seconds=1)


def after_attempt(
    outcome: Outcome, mood: int | None, attempts: int, next_at: datetime | None, *, hours: BusinessCalendar, now: datetime
) -> Step:
    """What follows the attempt number `attempts`. Not reached: again on the next working day, three times in all.
    A customer who is not happy (1 or 2) gets the ticket reopened."""
    if outcome is Outcome.REACHED:
        return Step(Status.DONE, reopens=mood is not None and mood < HAPPY_FROM)
    if outcome is Outcome.CALL_BACK or (outcome is Outcome.NO_ANSWER and attempts < MOST_ATTEMPTS):
        return Step(Status.PLANNED, next_at=next_at or slot(now + RETRY_AFTER, hours))
    return Step(Status.DONE)


def group_of(status: Status, due_at: datetime, now: datetime, zone: ZoneInfo) -> Group:
    """Where the worklist shows a visit."""
    if status is not Status.PLANNED:
        return Group.DONE
    if due_at < now - LATE_AFTER:
        return Group.LATE
    local = due_at.astimezone(zone)
    if local.date() != now.astimezone(zone).date():
        return Group.LATER
    if local.hour < _NOON:
        return Group.MORNING
    return Group.AFTERNOON if local.hour < _EVENING else Group.EVENING


def is_now(due_at: datetime, now: datetime) -> bool:
    return abs(due_at - now) <= LATE_AFTER


def masked(phone: str | None) -> str:
    """138 **** 1234: enough to recognise a number, too little to call it."""
    digits = (phone or "").removeprefix("+")
    if len(digits) < 7:
        return "****" if digits else ""
    return f"{digits[:3]} **** {digits[-4:]}"


def spoken(phone: str) -> str:
    """A number in groups, as it is read out: 138 0000 1234."""
    if len(phone) == 11 and phone.isdigit():
        return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return phone
