"""One ticket: the workspace, its context panel, its files."""

from functools import partial
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from helpdesk.classification.vocabulary import SUBTYPES, Category
from helpdesk.tickets import queries, views
from helpdesk.tickets.console import bp, lists
from helpdesk.tickets.console.conversation import entries
from helpdesk.tickets.console.queue import query_of, wanted_of
from helpdesk.tickets.forms import ReplyForm
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import queue as queue_queries
from helpdesk.tickets.queries import thread
from helpdesk.tickets.vocabulary import HoldFor, Priority, Reason, Status
from kit import clock
from kit.accounts.guards import actor, agents_only
from kit.uploads import serving
from kit.web.answers import answer, page

INSISTING = (Reason.RESOLVED, Reason.SPAM, Reason.DUPLICATE, Reason.TEST)


@bp.get("/tickets/<number>")
@agents_only
def ticket(number: str) -> Response:
    return show(queries.for_agent(actor(), number))


@bp.get("/tickets/<number>/context")
@agents_only
def context(number: str) -> Response:
    """The panel beside the conversation, with everything that features know of the customer, the order and the case."""
    shown: dict[str, Any] = {"ticket": queries.for_agent(actor(), number), "actor": actor()}
    return answer("tickets/_context.html", otherwise=partial(page, "tickets/context.html", **shown), **shown)


@bp.get("/tickets/<number>/files/<int:upload_id>")
@agents_only
def file(number: str, upload_id: int) -> Response:
    found = queries.for_agent(actor(), number)
    return serving.serve(thread.file(found, upload_id, reader=actor()))


def show(found: Ticket, *, form: ReplyForm | None = None, status: int = 200, **more: Any) -> Response:
    """The workspace of a ticket, also with a refused reply in its composer."""
    lists.overview()  # the sidebar's counters bring the colleagues along
    wanted = wanted_of(request.args)
    rows = queue_queries.strip(actor(), wanted, now=clock.now())
    listed = {"rows": rows, "wanted": wanted, "view": views.VIEWS.get(wanted.view), "suffix": query_of(wanted)}
    return page("tickets/ticket.html", status=status, **listed, **workspace(found, form=form, **more))


def workspace(found: Ticket, *, form: ReplyForm | None = None, **more: Any) -> dict[str, Any]:
    """What the conversation and its head need."""
    draft = None if form is not None else thread.draft(found, actor=actor())
    return {
        "ticket": found, "entries": entries(found, actor()), "form": form or ReplyForm.showing(found, draft), "draft": draft,
        "actor": actor(), "at": clock.now(), "colleagues": lists.colleagues(), "statuses": list(Status),
        "priorities": list(reversed(Priority)), "categories": list(Category), "subtypes": SUBTYPES, "holds": list(HoldFor),
        "reasons": INSISTING, **more,
    }  # fmt: skip


def part(template: str, found: Ticket, **more: Any) -> str:
    """A part of the workspace, freshly rendered."""
    return render_template(template, **workspace(found, **more))
