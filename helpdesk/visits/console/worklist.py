"""The worklist of follow-ups: whom to contact now and why, the outcome, planning one by hand."""

from functools import partial
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from helpdesk.tickets import queries as tickets
from helpdesk.tickets.models import Ticket
from helpdesk.visits import queries
from helpdesk.visits.commands import planning, recording
from helpdesk.visits.forms import MOODS, OUTCOMES, WAYS, OutcomeForm, PlanForm
from helpdesk.visits.models import Visit
from helpdesk.visits.rules import is_now, masked, spoken
from helpdesk.visits.vocabulary import MOST_ATTEMPTS
from kit import clock
from kit.accounts import queries as accounts
from kit.accounts.guards import actor, agents_only
from kit.errors import DomainError, NotFound, RuleViolation
from kit.web.answers import answer, page, see_other
from kit.web.idempotency import once
from kit.web.locale import zone
from kit.web.words import gettext as _

bp = Blueprint("visits", __name__, url_prefix="/desk/visits")
DAYS = {"today": 1, "week": 7}


@bp.get("")
@agents_only
def index() -> Response:
    """The worklist, with the first visit that is to do."""
    return _work(None)


@bp.get("/<int:visit_id>")
@agents_only
def show(visit_id: int) -> Response:
    """The worklist with this visit open."""
    return _work(queries.visit(actor(), visit_id))


@bp.post("/<int:visit_id>/outcome")
@agents_only
@once
def record(visit_id: int) -> Response:
    """Note how the attempt went, then the same visit again, or the next one."""
    visit, form = queries.visit(actor(), visit_id), OutcomeForm()
    if not form.validate_on_submit():
        return _work(visit, form, status=422)
    try:
        recording.record(visit_id, form.attempt(zone()), seen_version=form.seen_version, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        _explain(form, refused)
        return _work(visit, form, status=422)
    if request.form.get("then") == "next":
        return see_other(".index", **_choices())
    return see_other(".show", visit_id=visit_id, **_choices())


@bp.post("/<int:visit_id>/phone")
@agents_only
def reveal(visit_id: int) -> Response:
    """Show the whole number; that somebody looked is recorded."""
    visit = queries.visit(actor(), visit_id)
    phone = recording.reveal_phone(visit_id, actor=actor(), now=clock.now())
    shown: dict[str, Any] = {"visit": visit, "phone": phone, "spoken": spoken(phone)}
    return answer("visits/_phone.html", otherwise=partial(_work, visit, shown=shown), **shown)


@bp.get("/new")
@agents_only
def new() -> Response:
    """The form to plan a visit, for the ticket named in the address."""
    return _plan_page(PlanForm(formdata=None, whom=request.args.get("ticket", "")[:40]))


@bp.post("")
@agents_only
@once
def create() -> Response:
    """Plan a visit."""
    form = PlanForm()
    if not form.validate_on_submit():
        return _plan_page(form, status=422)
    try:
        customer_id, ticket = _whom(form.whom.data)
        key = request.form.get("idempotency_key") or clock.now().isoformat()
        visit = planning.plan(
            customer_id, ticket.id if ticket else None, form.way.data, form.about.data, form.planned_for(zone()), key,
            actor=actor(), now=clock.now(),
        )  # fmt: skip
    except DomainError as refused:
        _explain(form, refused)
        return _plan_page(form, status=refused.status)
    return see_other(".show", visit_id=visit.id)


def _whom(text: str) -> tuple[int, Ticket | None]:
    """The customer meant by a ticket number or an address. Raises RuleViolation(unknown)."""
    person = accounts.user_by_email(text)
    if person is not None:
        return person.id, None
    try:
        ticket = tickets.for_agent(actor(), text)
    except NotFound as unknown:
        message = "We know no such customer or ticket. Check the address or the number."
        raise RuleViolation("unknown", message, field="whom") from unknown
    return ticket.requester_id, ticket


def _work(
    visit: Visit | None, form: OutcomeForm | None = None, *, status: int = 200, shown: dict[str, Any] | None = None
) -> Response:
    """The list and the open visit: the part for htmx, the page for everybody else."""
    now, chosen = clock.now(), _choices()
    mine, days = chosen["whose"] == "mine", DAYS[chosen["range"]]
    worklist = queries.worklist(actor(), mine=mine, days=days, now=now, zone=zone())
    visit = visit or worklist.first
    context: dict[str, Any] = {
        "worklist": worklist,
        "visit": visit,
        "briefing": queries.briefing(visit) if visit else None,
        "form": form or OutcomeForm(formdata=None),
        "outcomes": OUTCOMES,
        "moods": MOODS,
        "most_attempts": MOST_ATTEMPTS,
        "moment": now,
        "is_now": is_now,
        "masked": masked,
        "shown": shown,
        "chosen": chosen,
    }
    whole = partial(page, "visits/index.html", status=status, **context)
    return answer("visits/_work.html", otherwise=whole, status=status, **context)


def _choices() -> dict[str, str]:
    whose, range_ = request.args.get("whose", "mine"), request.args.get("range", "today")
    return {"whose": whose if whose == "team" else "mine", "range": range_ if range_ in DAYS else "today"}


def _plan_page(form: PlanForm, *, status: int = 200) -> Response:
    return page("visits/new.html", status=status, form=form, ways=WAYS)


def _explain(form: Any, refused: DomainError) -> None:
    """Put the refusal beside the field that it is about."""
    field = form[refused.field] if refused.field and refused.field in form else None
    if field is None:
        form.form_errors.append(_(refused.message))
    else:
        field.errors = [*field.errors, _(refused.message)]
