"""Status, priority, assignee and category of one ticket: each a small form that carries the version it saw."""

from flask import make_response, request
from werkzeug.wrappers import Response

from helpdesk.tickets import queries
from helpdesk.tickets.commands import assignment, lifecycle, triage
from helpdesk.tickets.console import bp, reading
from helpdesk.tickets.console.ticket import part, show
from kit import clock
from kit.accounts.guards import actor, agents_only
from kit.errors import RuleViolation
from kit.web.answers import see_other, wants_part


@bp.post("/tickets/<number>/status")
@agents_only
def set_status(number: str) -> Response:
    """`status` (with ".carrier" and so on for whom it is on hold); `reason` when a ticket is solved without a reply."""
    found = queries.for_agent(actor(), number)
    status, hold_for = reading.status(request.form.get("status", ""))
    reason = reading.reason(request.form.get("reason", ""))
    try:
        lifecycle.set_status(
            found.id, status, hold_for=hold_for, reason=reason, seen_version=_seen(), actor=actor(), now=clock.now()
        )
    except RuleViolation as refused:
        if refused.code != "reply_due":
            raise
        return _ask_for_reply(number)
    return _changed(number)


@bp.post("/tickets/<number>/priority")
@agents_only
def set_priority(number: str) -> Response:
    found, wanted = queries.for_agent(actor(), number), reading.priority(request.form.get("priority", ""))
    triage.set_priority(found.id, wanted, seen_version=_seen(), actor=actor(), now=clock.now())
    return _changed(number)


@bp.post("/tickets/<number>/category")
@agents_only
def set_category(number: str) -> Response:
    """`category`, or "category/subtype"."""
    found = queries.for_agent(actor(), number)
    category, _sep, subtype = request.form.get("category", "").partition("/")
    triage.set_category(found.id, category, subtype or None, seen_version=_seen(), actor=actor(), now=clock.now())
    return _changed(number)


@bp.post("/tickets/<number>/assignee")
@agents_only
def set_assignee(number: str) -> Response:
    """`assignee` is a person's id, "me", or "none"."""
    found, wanted = queries.for_agent(actor(), number), reading.assignee(request.form.get("assignee", ""), actor())
    assignment.assign(found.id, wanted, seen_version=_seen(), actor=actor(), now=clock.now())
    return _changed(number)


def _seen() -> int | None:
    return request.form.get("version", type=int)


def _changed(number: str) -> Response:
    """The head and the thread anew; side panels refetch themselves."""
    if not wants_part():
        return see_other(".ticket", number=number)
    response = make_response(part("tickets/changed.oob.html", queries.for_agent(actor(), number)))
    response.headers["HX-Trigger"] = "ticket-changed"
    return response


def _ask_for_reply(number: str) -> Response:
    """Solving while the customer waits: answer, or say why none is needed (sla.md rule 8)."""
    found = queries.for_agent(actor(), number)
    if wants_part():
        return make_response(part("tickets/changed.oob.html", found, asks_reason=True), 422)
    return show(found, status=422, asks_reason=True)
