"""Writing to us: signed in or as a guest, about an order or anything else."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.tickets import attaching
from helpdesk.tickets.commands import filing
from helpdesk.tickets.forms import GuestRequestForm, RequestForm
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.portal import bp
from kit import clock
from kit.accounts import commands as accounts
from kit.accounts.guards import actor_or_none
from kit.accounts.models import User
from kit.accounts.throttle import allow
from kit.errors import NotFound, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.limits import sending
from kit.web.locale import choose_locale
from kit.web.words import gettext as _

_GUESTS_AN_HOUR = 20


@bp.get("/tickets/new")
def new() -> Response:
    kind = RequestForm if actor_or_none() else GuestRequestForm
    return _form(kind(formdata=None, order=request.args.get("order", "")[:40], subject=request.args.get("subject", "")[:200]))


@bp.post("/tickets/new")
@sending  # type: ignore[untyped-decorator]
@once
def create() -> Response:
    """Files chosen before stay chosen when the form comes back; so does everything typed."""
    person = actor_or_none()
    form = RequestForm() if person else GuestRequestForm()
    is_valid = form.validate()
    form.kept = attaching.taken(form, request.form.getlist("upload"), owner=person)
    if not is_valid or form.errors:
        return _form(form, 422)
    try:
        ticket = _filed(form, person)
    except RuleViolation as refused:
        field = form[refused.field] if refused.field and refused.field in form else form.body
        field.errors = [*field.errors, _(refused.message)]
        return _form(form, 422)
    return (
        see_other(".show", number=ticket.number) if person else page("tickets/received.html", ticket=ticket, email=form.email.data)
    )


def _filed(form: Any, person: User | None) -> Ticket:
    """Raises RuleViolation(bad_email | too_many | unknown_order | empty | …)."""
    now, is_verified = clock.now(), person is not None
    requester = person or _guest(form)
    order = _order(requester, form.order.data or "", must_exist=is_verified)
    draft = filing.Draft(
        body=form.body.data or "", subject=form.subject.data or "", requester_id=requester.id, is_verified=is_verified,
        category=form.category.data or None, locale=choose_locale(), uploads=[upload.id for upload in form.kept],
        order_id=order.id if order else None, order_number=order.number if order else None,
    )  # fmt: skip
    return filing.file_ticket(draft, actor=person, now=now)


def _guest(form: GuestRequestForm) -> User:
    if not allow(f"file:{request.remote_addr}", capacity=_GUESTS_AN_HOUR, seconds=3600, now=clock.now()):
        raise RuleViolation("too_many", "Too many requests came from your network. Try again in an hour, or sign in.", field="body")
    return accounts.person(form.email.data, form.name.data, locale=choose_locale(), now=clock.now())


def _order(requester: User, number: str, *, must_exist: bool) -> shop.Order | None:
    """The requester's order. A guest is never told whether a number exists or whose it is: it is then left out."""
    if not number.strip():
        return None
    try:
        return shop.order_for_customer(requester.id, number)
    except NotFound as missing:
        if not must_exist:
            return None
        raise RuleViolation(
            "unknown_order", "You have no order with this number. Leave it out, or correct it.", field="order"
        ) from missing


def _form(form: Any, status: int = 200) -> Response:
    person = actor_or_none()
    orders = shop.orders_of(person.id, 20) if person else []
    return page("tickets/write.html", status=status, form=form, orders=orders, is_guest=person is None)
