"""Guests find their conversations again: number and address, then a code from a mail. The answer never tells what exists."""

from dataclasses import dataclass

from flask import flash, request, session
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.tickets.commands import guest_access
from helpdesk.tickets.forms import CodeForm, FindForm
from helpdesk.tickets.portal import bp
from helpdesk.tickets.portal.reader import grants, open_for_guest
from helpdesk.tickets.queries import finding
from kit import clock
from kit.accounts import queries as accounts
from kit.accounts.rules import normal_email
from kit.accounts.throttle import allow
from kit.errors import NotFound
from kit.numbers import parse_order_number
from kit.web.answers import page, see_other
from kit.web.words import gettext as _

_ASKED = "guest_asked"
_TRIES_AN_HOUR = 10


@dataclass(frozen=True)
class Meant:
    """Whose order or ticket a guest's number and address name."""

    user_id: int
    order_id: int | None
    ticket_id: int | None


@bp.get("/find")
def find() -> Response:
    opened = finding.opened_by(grants())
    return page("tickets/find.html", form=FindForm(formdata=None, number=request.args.get("number", "")[:40]), tickets=opened)


@bp.post("/find")
def ask() -> Response:
    """Whatever was entered, the next page is the same: enter the code that was mailed, if there was anything to mail."""
    form = FindForm()
    if not form.validate():
        return page("tickets/find.html", status=422, form=form, tickets=[])
    email = normal_email(form.email.data) or ""
    session[_ASKED] = [form.number.data.strip(), email]
    if _may_try("ask", email):
        meant = _meant(form.number.data, email)
        if meant is not None:
            guest_access.request(meant.user_id, order_id=meant.order_id, ticket_id=meant.ticket_id, now=clock.now())
    return see_other(".enter_code")


@bp.get("/find/code")
def enter_code() -> Response:
    return page("tickets/code.html", form=CodeForm(formdata=None)) if session.get(_ASKED) else see_other(".find")


@bp.post("/find/code")
def redeem() -> Response:
    if not session.get(_ASKED):
        return see_other(".find")
    number, email = session[_ASKED]
    form = CodeForm()
    meant = _meant(number, email) if form.validate() and _may_try("code", email) else None
    grant = None
    if meant is not None:
        grant = guest_access.redeem(meant.user_id, meant.order_id, meant.ticket_id, form.code.data, now=clock.now())
    if grant is None:
        form.code.errors = [*form.code.errors, _("This code is wrong or too old. Ask for a new one.")]
        return page("tickets/code.html", status=422, form=form)
    session.pop(_ASKED)
    open_for_guest(grant)
    flash(_("Here are your conversations."))
    return see_other(".find")


def _may_try(what: str, email: str) -> bool:
    """Limits for each address and each network that hold without Redis (HARDENING A14, B7)."""
    now = clock.now()
    by_network = allow(f"find:{what}:{request.remote_addr}", capacity=3 * _TRIES_AN_HOUR, seconds=3600, now=now)
    return by_network and allow(f"find:{what}:{email[:320]}", capacity=_TRIES_AN_HOUR, seconds=3600, now=now)


def _meant(number: str, email: str) -> Meant | None:
    person = accounts.user_by_email(email) if email else None
    if person is None:
        return None
    if parse_order_number(number):
        try:
            return Meant(person.id, shop.order_for_customer(person.id, number).id, None)
        except NotFound:
            return None
    ticket_id = finding.ticket_of(person.id, number)
    return Meant(person.id, None, ticket_id) if ticket_id else None
