"""The views of the queue: which tickets each holds, as conditions on the ticket's own row. A new view is a new entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, true

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import DUE_SOON, HoldFor, Status
from kit.registry import Registry

Conditions = Callable[[int, datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class View:
    """A view: `holds(actor_id, now)` is its condition among open tickets; `keys` the keyboard sequence that opens it."""

    key: str
    label: str
    mark: str
    holds: Conditions
    order: int
    tone: str | None = None
    keys: str = ""


VIEWS: Registry[View] = Registry("view")
DEFAULT_VIEW = "all_open"


def in_order() -> list[View]:
    """All views as the sidebar shows them."""
    return sorted(VIEWS, key=lambda view: view.order)


def add(view: View) -> View:
    return VIEWS.add(view.key, view)


def is_late(now: datetime) -> ColumnElement[bool]:
    return Ticket.next_due_at < now


def is_due_soon(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.next_due_at >= now, Ticket.next_due_at <= now + DUE_SOON)


def is_on_track(now: datetime) -> ColumnElement[bool]:
    return Ticket.next_due_at > now + DUE_SOON


add(View("needs_reply", _l("Needs reply"), "inbox", lambda _me, _now: Ticket.unanswered_since.is_not(None), 10))
add(View("due", _l("Due in 15 min"), "timer", lambda _me, now: is_due_soon(now), 20, "due"))
add(View("breached", _l("Breached"), "alert", lambda _me, now: is_late(now), 30, "over"))
add(View("mine", _l("Mine"), "user", lambda me, _now: Ticket.assignee_id == me, 40, keys="g-m"))
add(View("unassigned", _l("Unassigned"), "user-x", lambda _me, _now: Ticket.assignee_id.is_(None), 50, keys="g-u"))
add(View("waiting", _l("Waiting for customer"), "hourglass", lambda _me, _now: Ticket.status == Status.PENDING, 60))
add(
    View(
        "carrier", _l("Waiting for carrier"), "truck",
        lambda _me, _now: and_(Ticket.status == Status.ON_HOLD, Ticket.hold_for == HoldFor.CARRIER), 70,
    )
)  # fmt: skip
add(
    View(
        "partner", _l("With us or a partner"), "building-2",
        lambda _me, _now: and_(Ticket.status == Status.ON_HOLD, or_(Ticket.hold_for.is_(None), Ticket.hold_for != HoldFor.CARRIER)),
        75,
    )
)  # fmt: skip
add(View("consent", _l("Awaiting consent"), "handshake", lambda _me, _now: Ticket.awaiting_consent_until.is_not(None), 80))
add(View("all_open", _l("All open"), "layers", lambda _me, _now: true(), 90, keys="g-q"))
