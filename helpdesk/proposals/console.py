"""Agents offer, withdraw, and record what a customer said on the phone."""

from datetime import timedelta
from functools import partial

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from helpdesk import shop
from helpdesk.proposals import commands, queries, rules, wording
from helpdesk.proposals.forms import OfferForm, SpokenForm
from helpdesk.proposals.registry import EXECUTORS, ItemDraft
from helpdesk.tickets import queries as tickets
from helpdesk.tickets.models import Ticket
from kit import clock, profile
from kit.accounts.guards import actor, agents_only
from kit.errors import RuleViolation
from kit.numbers import whole
from kit.web.answers import page, see_other_path
from kit.web.idempotency import once

bp = Blueprint("offers", __name__)


@bp.get("/desk/tickets/<number>/proposals/new")
@agents_only
def new(number: str) -> Response:
    """The form of a new offer."""
    ticket = tickets.for_agent(actor(), number)
    form = OfferForm()
    form.seen_up_to.data = str(ticket.last_message_id or "")
    return _page(ticket, form)


@bp.post("/desk/tickets/<number>/proposals")
@agents_only
@once
def create(number: str) -> Response:
    """Offer it."""
    ticket = tickets.for_agent(actor(), number)
    form = _with_choices(OfferForm(), ticket)
    if not form.validate_on_submit():
        return _page(ticket, form, 422)
    now = clock.now()
    expires_at = now + timedelta(hours=int(form.hours.data))
    seen = form.seen_up_to.data
    try:
        commands.offer(
            ticket.id,
            _drafts(ticket, form),
            form.text.data,
            expires_at,
            seen_up_to=whole(seen),
            actor=actor(),
            now=now,
        )
    except RuleViolation as refusal:
        _put_error(form, refusal)
        return _page(ticket, form, 422)
    flash(_("The offer is out. Nothing happens before the customer's yes."))
    return see_other_path(f"/desk/tickets/{ticket.number}")


@bp.post("/desk/proposals/<int:proposal_id>/withdraw")
@agents_only
@once
def withdraw(proposal_id: int) -> Response:
    proposal, ticket = queries.for_agent(actor(), proposal_id)
    commands.withdraw(proposal.id, actor=actor(), now=clock.now())
    flash(_("The offer is withdrawn."))
    return see_other_path(f"/desk/tickets/{ticket.number}")


@bp.post("/desk/proposals/<int:proposal_id>/spoken")
@agents_only
@once
def spoken(proposal_id: int) -> Response:
    """Record a yes or no that was spoken; the note of the agent belongs to the words agreed to."""
    proposal, ticket = queries.for_agent(actor(), proposal_id)
    form = SpokenForm()
    if not form.validate_on_submit():
        raise RuleViolation("words_needed", "Write down what was said, in at least 10 characters.", field="words")
    shown = f"{wording.shown(proposal)}\n\n{form.words.data.strip()}"
    if request.form.get("answer") == "yes":
        commands.accept(proposal.id, rules.fingerprint(shown), shown, spoken=True, actor=actor(), now=clock.now())
    else:
        commands.decline(proposal.id, form.words.data, spoken=True, actor=actor(), now=clock.now())
    flash(_("The spoken answer is recorded."))
    return see_other_path(f"/desk/tickets/{ticket.number}")


def _page(ticket: Ticket, form: OfferForm, status: int = 200) -> Response:
    order = shop.order(ticket.order_id) if ticket.order_id else None
    show = partial(page, "proposals/new.html", ticket=ticket, order=order, executors=list(EXECUTORS), request=request)
    return show(form=_with_choices(form, ticket), status=status, currency=profile.current().currency)


def _with_choices(form: OfferForm, ticket: Ticket) -> OfferForm:
    form.resolution.choices = [
        SelectChoice(executor.key, _(executor.label)) for executor in EXECUTORS if ticket.order_id or not executor.needs_lines
    ]
    form.hours.choices = [
        SelectChoice("24", _("1 day")),
        SelectChoice("48", _("2 days")),
        SelectChoice("72", _("3 days")),
        SelectChoice("168", _("7 days")),
    ]
    return form


def _drafts(ticket: Ticket, form: OfferForm) -> list[ItemDraft]:
    """The chosen item, and store credit beside it where an amount was typed. Raises RuleViolation `no_items`."""
    currency = profile.current().currency
    executor = EXECUTORS.get(form.resolution.data)
    units: list[tuple[int, int]] = []
    if executor.needs_lines:
        units = [
            (line_id, count)
            for name, text in request.form.items()
            if name.startswith("line-") and (line_id := whole(name.removeprefix("line-"))) and (count := whole(text))
        ]
        if not units:
            raise RuleViolation("no_items", "Choose at least one item.", field="resolution")
    main = ItemDraft(
        resolution=executor.key,
        order_id=ticket.order_id if executor.needs_lines else None,
        lines=tuple(units),
        amount_minor=form.amount_minor(currency) if executor.needs_amount else None,
    )
    credit = form.credit_minor(currency)
    extra = [] if not credit or executor.key == "store_credit" else [ItemDraft(resolution="store_credit", amount_minor=credit)]
    return [main, *extra]


def _put_error(form: OfferForm, refusal: RuleViolation) -> None:
    field = refusal.field if refusal.field in form else "resolution"
    form[field].errors = [*form[field].errors, _(refusal.message)]
