"""What small forms say, turned into our words; anything else is refused."""

from helpdesk.tickets.vocabulary import HoldFor, Priority, Reason, Status
from kit.accounts.models import User
from kit.errors import RuleViolation

_LONGEST_ID = 17


def status(text: str) -> tuple[Status, HoldFor | None]:
    """ "pending", or "on_hold.carrier" with whom it waits for. Raises RuleViolation(bad_status)."""
    name, _sep, hold_for = text.partition(".")
    if name not in set(Status) or hold_for not in {"", *HoldFor}:
        raise RuleViolation("bad_status", "Choose one of the statuses.", field="status")
    return Status(name), HoldFor(hold_for) if hold_for else None


def reason(text: str) -> Reason | None:
    """Raises RuleViolation(bad_reason)."""
    if text not in {"", *Reason}:
        raise RuleViolation("bad_reason", "Choose one of the reasons.", field="reason")
    return Reason(text) if text else None


def priority(text: str) -> Priority:
    """Raises RuleViolation(bad_priority)."""
    if text not in set(Priority):
        raise RuleViolation("bad_priority", "Choose one of the priorities.", field="priority")
    return Priority(text)


def assignee(text: str, me: User) -> int | None:
    """A person's id, "me", or "none". Raises RuleViolation(not_an_agent)."""
    if text == "me":
        return me.id
    if text == "none":
        return None
    if not text.isdecimal() or len(text) > _LONGEST_ID:
        raise RuleViolation("not_an_agent", "Choose somebody who answers customers.", field="assignee")
    return int(text)
