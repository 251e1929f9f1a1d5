"""Where a request stands, in the customer's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries.thread import Said
from helpdesk.tickets.rules import lifecycle
from helpdesk.tickets.vocabulary import REOPEN_WITHIN, HoldFor, MessageKind, Status
from kit.web.filters import duration, localdate, localtime, when
from kit.web.words import gettext as _

_REPLIES = {"first_reply", "next_reply", "redeliver"}


@dataclass(frozen=True)
class Words:
    """One short state with its tone, and a sentence that says what happens next and by when."""

    state: str
    tone: str
    sentence: str
    mark: str = ""


def words(ticket: Ticket, now: datetime) -> Words:
    """What the customer reads first."""
    if ticket.status is Status.CLOSED:
        return Words(_("Closed"), "", _("Write to us again and we open a new request."))
    if ticket.status is Status.SOLVED:
        until = localdate((ticket.solved_at or now) + REOPEN_WITHIN)
        return Words(_("Solved"), "ok", _("Not solved after all? Answer until %(date)s and it is open again.", date=until), "check")
    if ticket.awaiting_consent_until is not None:
        return Words(_("Waiting for your answer"), "offer", _("Please look at our proposal."), "handshake")
    if ticket.unanswered_since is not None:
        return Words(_("With us"), "accent", _reply_by(ticket, now))
    if ticket.status is Status.PENDING:
        return Words(_("Waiting for your answer"), "hold", _("We need something from you to go on."), "hourglass")
    if ticket.status is Status.ON_HOLD:
        return Words(_("In progress"), "hold", _hold(ticket.hold_for), "hourglass")
    return Words(_("In progress"), "accent", _("We are working on it and write as soon as there is news."))


def steps(ticket: Ticket, messages: Sequence[Said], now: datetime) -> list[dict[str, Any]]:
    """What has happened and what comes next, for the card beside the conversation."""
    found = [{"state": "ok", "title": _("Request received"), "detail": when(ticket.created_at)}]
    first = next((said.message for said in messages if said.message.kind is MessageKind.AGENT), None)
    if first is not None:
        took = duration(int((first.at - ticket.created_at).total_seconds()))
        found.append({"state": "ok", "title": _("First reply after %(duration)s", duration=took), "detail": when(first.at)})
    if ticket.solved_at is not None:
        found.append({"state": "ok", "title": _("Solved"), "detail": when(ticket.solved_at)})
    if ticket.closed_at is not None:
        return [*found, {"state": "ok", "title": _("Closed"), "detail": when(ticket.closed_at)}]
    if ticket.solved_at is not None:
        return [*found, {"title": _("Closed"), "detail": localdate(ticket.solved_at + REOPEN_WITHIN)}]
    state = words(ticket, now)
    return [*found, {"state": "now", "title": state.state, "detail": state.sentence}, {"title": _("Solved"), "detail": ""}]


def can_reopen(ticket: Ticket, now: datetime) -> bool:
    return ticket.status is Status.SOLVED and lifecycle.can_reopen(ticket.solved_at, now)


def _reply_by(ticket: Ticket, now: datetime) -> str:
    if ticket.next_due_at is None or ticket.next_metric not in _REPLIES:
        return _("A person replies soon.")
    if ticket.next_due_at < now:
        return _("We are late with our answer and are sorry. It is at the top of our list.")
    if localdate(ticket.next_due_at) == localdate(now):
        return _("A person replies by %(time)s.", time=localtime(ticket.next_due_at))
    return _("A person replies by %(time)s.", time=when(ticket.next_due_at))


def _hold(hold_for: HoldFor | None) -> str:
    names = {
        HoldFor.CARRIER: _("We are waiting for the carrier and write as soon as we know more."),
        HoldFor.SUPPLIER: _("We are waiting for the supplier and write as soon as we know more."),
        HoldFor.WAREHOUSE: _("We are waiting for our warehouse and write as soon as we know more."),
    }
    return names[hold_for] if hold_for in names else _("A colleague is looking into it. We write as soon as we know more.")
