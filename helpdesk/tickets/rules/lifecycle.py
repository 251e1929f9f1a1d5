"""Which status follows what, and who may do it (sla.md rules 5 to 9)."""

from datetime import datetime

from helpdesk.tickets.vocabulary import FINAL, REOPEN_WITHIN, By, Reason, Status

_AFTER_CUSTOMER = {Status.SOLVED: Status.OPEN, Status.PENDING: Status.OPEN}
_BY_PERSON = {
    Status.NEW: frozenset({Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED}),
    Status.OPEN: frozenset({Status.PENDING, Status.ON_HOLD, Status.SOLVED}),
    Status.PENDING: frozenset({Status.OPEN, Status.ON_HOLD, Status.SOLVED}),
    Status.ON_HOLD: frozenset({Status.OPEN, Status.PENDING, Status.SOLVED}),
    Status.SOLVED: frozenset({Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.CLOSED}),
    Status.CLOSED: frozenset(),
}


def after_customer_message(status: Status) -> Status:
    """A message of the customer reopens what was solved and ends waiting for them; what waits for a partner goes on waiting."""
    return _AFTER_CUSTOMER.get(status, status)


def after_reply(status: Status) -> Status:
    """The first answer takes a new ticket into work; nothing else moves by itself."""
    return Status.OPEN if status is Status.NEW else status


def may_follow(before: Status, after: Status) -> bool:
    """Closed is the end; a follow-up is a new ticket."""
    return after in _BY_PERSON[before]


def customer_may_set(before: Status, after: Status, solved_at: datetime | None, now: datetime) -> bool:
    """Customers may close their own ticket, and reopen a solved one within 14 days."""
    if after is Status.SOLVED:
        return before not in FINAL
    return after is Status.OPEN and before is Status.SOLVED and can_reopen(solved_at, now)


def can_reopen(solved_at: datetime | None, now: datetime) -> bool:
    return solved_at is not None and now - solved_at <= REOPEN_WITHIN


def owes_answer(unanswered_since: datetime | None, after: Status, by: By, reason: Reason | None) -> bool:
    """Must the person who ends the ticket first answer, or say why not? (rule 8; giving a reason is insisting)"""
    return after in FINAL and by is By.PERSON and reason is None and unanswered_since is not None
