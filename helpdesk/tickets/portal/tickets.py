"""The customer's conversations: the list, one of them, answering, closing, reopening, files."""

from typing import Any

from flask import flash, request
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.tickets import attaching, queries
from helpdesk.tickets.commands import conversation, lifecycle
from helpdesk.tickets.forms import MessageForm
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.portal import bp, standing
from helpdesk.tickets.portal.reader import may_read_any, person_of, ticket_of_reader
from helpdesk.tickets.queries import thread
from helpdesk.tickets.vocabulary import By, Status
from kit import clock
from kit.accounts.guards import actor, actor_or_none, ask_to_sign_in, signed_in
from kit.errors import NotFound, RuleViolation
from kit.uploads import serving
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.limits import sending
from kit.web.words import gettext as _


@bp.get("/tickets")
@signed_in
def index() -> Response:
    found = queries.tickets_of(actor().id)
    return page("tickets/mine.html", tickets=found, state_of=standing.words, at=clock.now())


@bp.get("/tickets/<number>")
def show(number: str) -> Response:
    return _page(ticket_of_reader(number)) if may_read_any() else ask_to_sign_in()


@bp.post("/tickets/<number>/messages")
@sending  # type: ignore[untyped-decorator]
@once
def write(number: str) -> Response:
    """The customer writes again; on a closed request a new one begins."""
    ticket, form = ticket_of_reader(number), MessageForm()
    is_valid = form.validate()
    form.kept = attaching.taken(form, request.form.getlist("upload"), owner=actor_or_none())
    if not is_valid or form.errors:
        return _page(ticket, form, 422)
    uploads = [upload.id for upload in form.kept]
    try:
        message = conversation.customer_message(
            ticket.id, form.body.data or "", uploads=uploads, actor=person_of(ticket), now=clock.now()
        )
    except RuleViolation as refused:
        form.body.errors = [*form.body.errors, _(refused.message)]
        return _page(ticket_of_reader(number), form, 422)
    if message.ticket_id != ticket.id:
        flash(_("Your earlier request is closed, so we opened a new one."))
        return see_other(".index") if actor_or_none() else see_other(".show", number=number)
    flash(_("Sent."))
    return see_other(".show", number=number)


@bp.post("/tickets/<number>/close")
def close(number: str) -> Response:
    """The customer needs no more help."""
    return _moved(number, Status.SOLVED, _("Thank you. Your request is closed."))


@bp.post("/tickets/<number>/reopen")
def reopen(number: str) -> Response:
    """The problem is still there: within 14 days of solving."""
    return _moved(number, Status.OPEN, _("Your request is open again."))


@bp.get("/tickets/<number>/files/<int:upload_id>")
def file(number: str, upload_id: int) -> Response:
    ticket = ticket_of_reader(number)
    return serving.serve(thread.file(ticket, upload_id, reader=None))


def _moved(number: str, status: Status, said: str) -> Response:
    ticket = ticket_of_reader(number)
    lifecycle.set_status(ticket.id, status, by=By.CUSTOMER, actor=person_of(ticket), now=clock.now())
    flash(said)
    return see_other(".show", number=number)


def _page(ticket: Ticket, form: MessageForm | None = None, status: int = 200) -> Response:
    messages = thread.messages(ticket, reader=None)
    shown: dict[str, Any] = {
        "ticket": ticket, "messages": messages, "form": form or MessageForm(formdata=None), "order": _order(ticket),
        "state": standing.words(ticket, clock.now()), "steps": standing.steps(ticket, messages, clock.now()),
        "can_reopen": standing.can_reopen(ticket, clock.now()), "person": person_of(ticket),
    }  # fmt: skip
    return page("tickets/my_ticket.html", status=status, **shown)


def _order(ticket: Ticket) -> shop.Order | None:
    try:
        return shop.order(ticket.order_id) if ticket.order_id else None
    except NotFound:
        return None
