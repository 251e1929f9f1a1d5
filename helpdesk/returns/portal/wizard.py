"""The request wizard (design 10): items, problem, solution, review. What is typed is kept on the server at every step."""

from typing import Any

from flask import abort, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.proposals.reader import readers_only
from helpdesk.returns import quoteview, wording
from helpdesk.returns.commands import requesting
from helpdesk.returns.forms import LONGEST_WORDS, units
from helpdesk.returns.portal import bp
from helpdesk.returns.portal.drafts import MOST_FILES, Draft
from helpdesk.returns.portal.reader import order_of_reader, readers
from helpdesk.returns.registry import RESOLUTIONS
from helpdesk.returns.rules import eligibility
from helpdesk.returns.rules.reasons import REASONS
from helpdesk.returns.vocabulary import CaseType, LineState, Reason
from kit import clock
from kit.accounts.models import User
from kit.accounts.queries import user
from kit.errors import RuleViolation
from kit.numbers import whole
from kit.uploads import commands as uploads
from kit.uploads.rules import check_file
from kit.uploads.serving import serve
from kit.web.answers import page, see_other, see_other_path, wants_part
from kit.web.filters import loc
from kit.web.idempotency import once

STEPS = ("items", "problem", "solution", "review")
BEFORE_SHIPPING = (Reason.NO_LONGER_WANTED, Reason.SIZE_COLOUR, Reason.DUPLICATE_ORDER, Reason.LATE_DELIVERY, Reason.OTHER)
ON_THE_WAY = (Reason.NOT_DELIVERED, Reason.LATE_DELIVERY, Reason.NO_LONGER_WANTED, Reason.OTHER)
DELIVERED = (
    *(Reason.DAMAGED_ON_ARRIVAL, Reason.QUALITY_DEFECT, Reason.NOT_AS_DESCRIBED, Reason.WRONG_ITEM),
    *(Reason.MISSING_PARTS, Reason.SIZE_COLOUR, Reason.NO_LONGER_WANTED, Reason.OTHER),
)


@bp.get("/new")
@readers_only
def new() -> Response:
    """The step of the wizard that the address names, or the first that is still open."""
    if not request.args.get("order"):
        return see_other_path("/orders")
    order, person = order_of_reader(request.args.get("order", ""))
    draft = Draft.load(order, person.id)
    wanted = request.args.get("line", "")
    if (line_id := whole(wanted)) and order.line(line_id) and not draft.units:
        draft.units = {line_id: 1}
    return _show(order, draft, _reachable(draft, request.args.get("step", "items")))


@bp.post("/new")
@readers_only
@once
def advance() -> Response:
    """Keep what this step has; go on, or to the step that `go` names. The last step sends the request."""
    order, person = order_of_reader(request.args.get("order") or request.form.get("order", ""))
    draft = Draft.load(order, person.id)
    step = request.form.get("step", "items")
    if step not in STEPS:
        abort(400)
    try:
        _take(step, draft, order, owner=person)
        draft.save(now=clock.now())
        target = request.form.get("go", "")
        if target in STEPS:
            return _go(order, draft, _reachable(draft, target))
        if request.form.get("remove"):
            return _go(order, draft, step)
        _require(step, draft, order)
        if step == "review":
            return _send(order, draft, person)
    except RuleViolation as refusal:
        return _show(order, draft, _reachable(draft, step), problem=refusal, status=422)
    return _go(order, draft, STEPS[STEPS.index(step) + 1])


@bp.post("/quote")
@readers_only
def quote() -> Response:
    """The quote beside the form, for what is chosen right now."""
    order, person = order_of_reader(request.args.get("order", ""))
    draft = Draft.load(order, person.id)
    _take(request.form.get("step", "items"), draft, order)
    return make_response(render_template("returns/_quote.html", **_context(order, draft, request.form.get("step", "items"))))


@bp.get("/files/<token>")
@readers_only
def pending_file(token: str) -> Response:
    """A file of a request that is still being written, for the one who chose it."""
    found = [upload for person in readers() for upload in uploads.by_tokens([token], person.id)]
    return serve(found[0]) if found else abort(404)


def _take(step: str, draft: Draft, order: shop.Order, *, owner: User | None = None) -> None:
    """What the form of this step says, into the draft; files are kept for their `owner`, if one is given."""
    form = request.form
    if step == "items":
        chosen = {whole(value) for value in form.getlist("line")}
        counts = units(form, "units-")
        draft.units = {line.id: min(counts.get(line.id, 1), line.returnable) for line in order.lines if line.id in chosen}
    elif step == "problem":
        draft.reason = form.get("reason", draft.reason or "")
        draft.description = form.get("description", "")[:LONGEST_WORDS]
        draft.drop(form.get("remove", ""))
        if owner is not None:
            _keep_files(draft, owner)
    elif step == "solution":
        draft.type = form.get("type", draft.type or "")


def _keep_files(draft: Draft, owner: User) -> None:
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue
        if len(draft.tokens) >= MOST_FILES:
            raise RuleViolation("too_many_files", "Send at most six files.", field="photos")
        draft.tokens.append(uploads.keep(check_file(file.filename, file.read()), owner=owner, now=clock.now()).token)


def _require(step: str, draft: Draft, order: shop.Order) -> None:
    """What a step must have before the next one. Raises RuleViolation with the field at fault."""
    if step == "items":
        requesting.lines_of(order, {line_id: count for line_id, count in draft.units.items() if count})
    if step == "problem" and draft.reason not in {str(reason) for reason in _reasons(draft, order)}:
        raise RuleViolation("no_reason", "Choose what is wrong.", field="reason")
    if step in ("solution", "review"):
        if draft.type not in RESOLUTIONS:
            raise RuleViolation("no_type", "Choose what you would like us to do.", field="type")
        chosen = next(choice for choice in _choices(draft, order) if choice["key"] == draft.type)
        if chosen["objection"]:
            raise RuleViolation("not_possible", str(chosen["objection"]), field="type")


def _send(order: shop.Order, draft: Draft, person: User) -> Response:
    names = _(", ").join(loc(line.name) for line in order.lines if line.id in draft.units)
    reason = wording.reason_name(Reason(draft.reason))
    case = requesting.open_case(
        requesting.Request(
            order_id=order.id,
            customer_id=person.id,
            type=CaseType(draft.type),
            reason=Reason(draft.reason),
            units=draft.units,
            description=draft.description,
            subject=_("%(reason)s: %(names)s", reason=reason, names=names)[:200],
            body=draft.description.strip() or _("%(reason)s: %(names)s", reason=reason, names=names),
            locale=str(get_locale() or "en"),
            uploads=draft.files(),
        ),
        actor=person,
        now=clock.now(),
    )
    return see_other(".show", number=case.number)


def _go(order: shop.Order, draft: Draft, step: str) -> Response:
    """The next step: for htmx as a part with its own address, for a plain browser by a redirect."""
    path = f"/help/cases/new?order={order.number}&step={step}"
    if not wants_part():
        return see_other_path(path)
    response = make_response(render_template("returns/_wizard.html", **_context(order, draft, step)))
    response.headers["HX-Push-Url"] = path
    return response


def _show(order: shop.Order, draft: Draft, step: str, *, problem: RuleViolation | None = None, status: int = 200) -> Response:
    context = _context(order, draft, step, problem=problem)
    if wants_part():
        return make_response(render_template("returns/_wizard.html", **context), status)
    return page("returns/new.html", status=status, **context)


def _context(order: shop.Order, draft: Draft, step: str, *, problem: RuleViolation | None = None) -> dict[str, Any]:
    return {
        "order": order,
        "draft": draft,
        "step": step if step in STEPS else "items",
        "steps": STEPS,
        "problem": problem,
        "quote": quoteview.view(order, draft.units),
        "reasons": _reasons(draft, order),
        "choices": _choices(draft, order) if step in ("solution", "review") else [],
        "deadlines": requesting.return_deadlines(order, clock.now()) if step == "items" else {},
        "rule": REASONS.get(Reason(draft.reason)) if draft.reason in set(Reason) else None,
        "email": _email_of(draft.person_id),
        "wording": wording,
        "files": draft.files(),
        "most_files": MOST_FILES,
    }


def _email_of(person_id: int) -> str | None:
    person = user(person_id)
    return person.email if person else None


def _reachable(draft: Draft, step: str) -> str:
    """The step asked for, but none before what it builds on is there."""
    if step not in STEPS or not draft.units:
        return "items"
    if step in ("solution", "review") and not draft.reason:
        return "problem"
    return "solution" if step == "review" and not draft.type else step


def _reasons(draft: Draft, order: shop.Order) -> tuple[Reason, ...]:
    """The reasons that fit where the chosen goods are."""
    states = {line.state for line in order.lines if line.id in draft.units}
    if LineState.DELIVERED in states:
        return DELIVERED
    return ON_THE_WAY if LineState.SHIPPED in states else BEFORE_SHIPPING


def _choices(draft: Draft, order: shop.Order) -> list[dict[str, Any]]:
    """Every type on offer, with the rule that forbids it for these goods, if one does."""
    if draft.reason not in set(Reason):
        return []
    choices = []
    lines = [line for line in order.lines if line.id in draft.units]
    for resolution in RESOLUTIONS:
        if not resolution.is_offered:
            continue
        wanted = requesting.Request(
            order_id=order.id,
            customer_id=order.customer_id,
            type=resolution.key,
            reason=Reason(draft.reason),
            units=draft.units,
            uploads=draft.files(),
        )
        answers = requesting.decide(order, lines, wanted, clock.now())
        objections = (eligibility.objection(facts, pack, resolution.key) for pack, facts, _answer in answers.values())
        refusal = next((found for found in objections if found), None)
        needs = {need for _p, _f, answer in answers.values() for need in answer.needs}
        choices.append(
            {
                "key": str(resolution.key),
                "title": wording.type_name(resolution.key),
                "detail": _(resolution.promise),
                "mark": resolution.mark,
                "objection": wording.rule_sentence(refusal.template, refusal.particulars) if refusal else "",
                "needs": needs,
            }
        )
    return sorted(choices, key=lambda choice: bool(choice["objection"]))
