"""Answering: the composer's reply or note, the kept draft, and the decision that no reply is needed."""

from flask import flash, make_response, request
from werkzeug.wrappers import Response

from helpdesk.tickets import attaching, queries
from helpdesk.tickets.commands import conversation, lifecycle, presence
from helpdesk.tickets.console import bp, reading
from helpdesk.tickets.console.ticket import part, show
from helpdesk.tickets.forms import ReplyForm, WaiveForm
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Status
from helpdesk.tickets.wording import hold_name, status_name
from kit import clock
from kit.accounts.guards import actor, agents_only
from kit.errors import Conflict, RuleViolation
from kit.web.answers import see_other, wants_part
from kit.web.idempotency import once
from kit.web.locale import zone
from kit.web.words import gettext as _


@bp.post("/tickets/<number>/messages")
@agents_only
@once
def send(number: str) -> Response:
    """`kind` reply or note; `then` a status for after the reply; `although` "send" or "note" answers a conflict."""
    found, form = queries.for_agent(actor(), number), ReplyForm()
    is_valid = form.validate()
    form.kept = attaching.taken(form, request.form.getlist("upload"), owner=actor())
    if not is_valid or form.errors:
        return _again(number, form, 422)
    try:
        said = _write(found, form)
    except Conflict as conflict:
        presence.save_draft(found.id, form.body.data or "", is_note=False, actor=actor(), now=clock.now())
        return _again(number, form, 409, conflict=conflict.code)
    except RuleViolation as refused:
        form.body.errors = [*form.body.errors, _(refused.message)]
        return _again(number, form, 422)
    return _sent(number, said)


@bp.post("/tickets/<number>/no-reply")
@agents_only
@once
def waive(number: str) -> Response:
    """No reply is needed, for a reason; `then` solved sets the status as well."""
    found, form = queries.for_agent(actor(), number), WaiveForm()
    if not form.validate():
        raise RuleViolation("no_reason", "Say in a few words why no reply is needed.", field="reason")
    conversation.no_reply_needed(found.id, form.reason.data, actor=actor(), now=clock.now())
    if request.form.get("then") == Status.SOLVED:
        lifecycle.set_status(found.id, Status.SOLVED, actor=actor(), now=clock.now())
    return _sent(number, _("Noted: no reply is needed on %(number)s.", number=found.number))


@bp.post("/tickets/<number>/draft")
@agents_only
def save_draft(number: str) -> Response:
    """Keep what is being typed; it comes back after a crash and on another machine."""
    found, now = queries.for_agent(actor(), number), clock.now()
    presence.save_draft(found.id, request.form.get("body", ""), is_note=request.form.get("kind") == "note", actor=actor(), now=now)
    return make_response(_("Saved %(time)s", time=now.astimezone(zone()).strftime("%H:%M")))


def _write(found: Ticket, form: ReplyForm) -> str:
    """Send what the form says; returns what happened, as a sentence."""
    me, now, uploads = actor(), clock.now(), [upload.id for upload in form.kept]
    although, then = request.form.get("although", ""), request.form.get("then", "")
    if form.kind.data == "note" or although == "note":
        conversation.note(found.id, form.body.data or "", uploads=uploads, actor=me, now=now)
        return _("Note added to %(number)s.", number=found.number)
    status, hold_for = reading.status(then) if then else (None, None)
    conversation.reply(
        found.id, form.body.data or "", seen_up_to=form.seen_up_to.data or 0, status=status, hold_for=hold_for, uploads=uploads,
        although_stale=although == "send", actor=me, now=now,
    )  # fmt: skip
    if status is None:
        return _("Reply sent on %(number)s.", number=found.number)
    name = hold_name(hold_for) if hold_for else status_name(status)
    return _("Reply sent. %(number)s is now: %(status)s.", number=found.number, status=name)


def _again(number: str, form: ReplyForm, status: int, conflict: str = "") -> Response:
    """The composer once more with everything that was typed; for a conflict with the newest state of the conversation."""
    found = queries.for_agent(actor(), number)
    if wants_part():
        return make_response(part("tickets/refused.oob.html", found, form=form, conflict=conflict), status)
    return show(found, form=form, status=status, conflict=conflict)


def _sent(number: str, said: str) -> Response:
    if not wants_part():
        flash(said)
        return see_other(".ticket", number=number)
    response = make_response(part("tickets/replied.oob.html", queries.for_agent(actor(), number), said=said))
    response.headers["HX-Trigger"] = "ticket-changed"
    return response
