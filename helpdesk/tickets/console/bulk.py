"""The same action for many tickets: each in its own transaction, with a result for each (HARDENING I8)."""

from collections.abc import Callable

from flask import flash, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from helpdesk.tickets import queries
from helpdesk.tickets.commands import assignment, lifecycle, triage
from helpdesk.tickets.console import bp, reading
from helpdesk.tickets.models import Ticket
from kit import clock
from kit.accounts.guards import actor, agents_only
from kit.accounts.models import User
from kit.accounts.rules import safe_next
from kit.errors import DomainError
from kit.web.answers import see_other_path
from kit.web.idempotency import once
from kit.web.words import gettext as _

MOST = 50
Act = Callable[[Ticket, str, User], object]


def _assign(ticket: Ticket, value: str, me: User) -> object:
    return assignment.assign(ticket.id, reading.assignee(value, me), actor=me, now=clock.now())


def _status(ticket: Ticket, value: str, me: User) -> object:
    status, hold_for = reading.status(value)
    return lifecycle.set_status(ticket.id, status, hold_for=hold_for, actor=me, now=clock.now())


def _priority(ticket: Ticket, value: str, me: User) -> object:
    return triage.set_priority(ticket.id, reading.priority(value), actor=me, now=clock.now())


def _category(ticket: Ticket, value: str, me: User) -> object:
    return triage.set_category(ticket.id, value, actor=me, now=clock.now())


ACTS: dict[str, Act] = {"assign": _assign, "status": _status, "priority": _priority, "category": _category}


@bp.post("/bulk")
@agents_only
@once
def bulk() -> Response:
    """`t` names the tickets, `act` what to do ("assign:me", "status:pending", …); `take` is one ticket for oneself."""
    name, _sep, value = ("assign:me" if "take" in request.form else request.form.get("act", "")).partition(":")
    numbers = [request.form["take"]] if "take" in request.form else request.form.getlist("t")[:MOST]
    act, back = ACTS.get(name), safe_next(request.form.get("next") or "/desk")
    if act is None or not numbers:
        flash(_("Choose tickets and what to do with them."), "warning")
        return see_other_path(back)
    done = sum([_tried(act, number, value) for number in dict.fromkeys(numbers)])
    if done:
        flash(ngettext("%(num)s ticket changed.", "%(num)s tickets changed.", done))
    return see_other_path(back)


def _tried(act: Act, number: str, value: str) -> bool:
    try:
        act(queries.for_agent(actor(), number), value, actor())
    except DomainError as refused:
        reason = _(refused.message) if refused.message else ""
        flash(_("%(number)s was not changed. %(reason)s", number=number[:40], reason=reason), "warning")
        return False
    return True
