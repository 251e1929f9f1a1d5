"""An agent files a ticket for a customer: a call, a voicemail, an own message, a note."""

from functools import partial

from flask import flash, request
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.tickets import attaching
from helpdesk.tickets.commands import filing
from helpdesk.tickets.console import bp
from helpdesk.tickets.forms import NewTicketForm
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Channel, Opening, Priority
from kit import clock
from kit.accounts import commands as accounts
from kit.accounts.guards import actor, agents_only
from kit.errors import NotFound, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.words import gettext as _

_CALLS = {Opening.CALL_ANSWERED, Opening.VOICEMAIL}


@bp.get("/tickets/new")
@agents_only
def new() -> Response:
    asked = {name: request.args.get(name, "") for name in ("email", "order", "subject")}
    return page("tickets/new.html", form=NewTicketForm(formdata=None, **asked))


@bp.post("/tickets/new")
@agents_only
@once
def create() -> Response:
    form = NewTicketForm()
    again = partial(page, "tickets/new.html", form=form, status=422)
    is_valid = form.validate()
    form.kept = attaching.taken(form, request.form.getlist("upload"), owner=actor())
    if not is_valid or form.errors:
        return again()
    try:
        ticket = _filed(form)
    except RuleViolation as refused:
        field = form[refused.field] if refused.field and refused.field in form else form.body
        field.errors = [*field.errors, _(refused.message)]
        return again()
    flash(_("Ticket %(number)s is filed.", number=ticket.number))
    return see_other(".ticket", number=ticket.number)


def _filed(form: NewTicketForm) -> Ticket:
    """Raises RuleViolation(bad_email | not_their_order | …)."""
    me, now, opening = actor(), clock.now(), Opening(form.opening.data)
    requester = accounts.person(form.email.data, form.name.data or "", phone=form.phone.data or "", now=now)
    order = None
    if form.order.data:
        try:
            order = shop.order_for_customer(requester.id, form.order.data)
        except NotFound as missing:
            raise RuleViolation("not_their_order", "This customer has no order with this number.", field="order") from missing
    draft = filing.Draft(
        body=form.body.data, subject=form.subject.data or "", requester_id=requester.id, opening=opening,
        channel=Channel.PHONE if opening in _CALLS else Channel.WEB, order_id=order.id if order else None,
        order_number=order.number if order else None, locale=requester.locale, uploads=[upload.id for upload in form.kept],
        priority=Priority(form.priority.data) if form.priority.data else None,
    )  # fmt: skip
    return filing.file_ticket(draft, actor=me, now=now)
