"""The policies: in matching order, one of them open for editing (design 05)."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from helpdesk.sla import queries, whatif
from helpdesk.sla.commands import settings
from helpdesk.sla.console import refusals
from helpdesk.sla.forms.policies import PolicyForm
from helpdesk.staff import queries as staff
from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.errors import NotFound, RuleViolation
from kit.web.answers import answer, page, see_other
from kit.web.filters import loc
from kit.web.idempotency import once

bp = Blueprint("sla", __name__, url_prefix="/desk/settings/sla")


@bp.get("")
@managers_only
def index() -> Response:
    rows = queries.current_policies()
    chosen = next((row for row in rows if str(row.id) == request.args.get("policy")), rows[-1])
    return _page(chosen, _form(chosen))


@bp.get("/new")
@managers_only
def new() -> Response:
    return _page(None, _form(None))


@bp.post("")
@managers_only
@once
def create() -> Response:
    form = _form(None)
    return _saved(None, form, partial(settings.add_policy, actor=actor(), now=clock.now()))


@bp.post("/<int:policy_id>")
@managers_only
def change(policy_id: int) -> Response:
    chosen = _current(policy_id)
    form = _form(chosen)
    publish = partial(settings.change_policy, policy_id, seen_version=form.seen, actor=actor(), now=clock.now())
    return _saved(chosen, form, publish)


@bp.post("/what-if")
@managers_only
def what_if() -> Response:
    """What the targets in the form would have done to the last 30 days; nothing is saved."""
    form = _form(None)
    form.validate_on_submit()
    tried = whatif.compare(form.document(), now=clock.now())
    return answer("sla/_what_if.html", tried=tried, otherwise=partial(page, "sla/what_if.html", tried=tried))


@bp.post("/<int:policy_id>/move")
@managers_only
def move(policy_id: int) -> Response:
    ids = [row.id for row in queries.current_policies()]
    if policy_id not in ids:
        raise NotFound("policy", policy_id)
    place = ids.index(policy_id)
    other = place + (1 if request.form.get("to") == "down" else -1)
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
        settings.order_policies(ids, actor=actor())
    return see_other(".index", policy=policy_id)


@bp.post("/<int:policy_id>/retire")
@managers_only
def retire(policy_id: int) -> Response:
    try:
        settings.retire_policy(policy_id, actor=actor())
    except RuleViolation as refused:
        flash(refusals.sentence(refused), "error")
    return see_other(".index")


def _saved(chosen: Any, form: PolicyForm, publish: Any) -> Response:
    if form.validate_on_submit():
        draft = settings.PolicyDraft(name=form.names, document=form.document(), calendar_id=form.calendar_id.data)
        try:
            policy = publish(draft)
        except RuleViolation as refused:
            form.form_errors.append(refusals.sentence(refused))
        else:
            flash(_("Published. Open tickets follow within a minute."), "success")
            return see_other(".index", policy=policy.id)
    return _page(chosen, form, status=422)


def _page(chosen: Any, form: PolicyForm, status: int = 200) -> Response:
    now = clock.now()
    return page(
        "sla/policies.html",
        status=status,
        policies=queries.current_policies(),
        counts=queries.tickets_by_policy(now),
        chosen=chosen,
        form=form,
        tried=whatif.compare(form.document() if form.is_submitted() else _document(chosen), now=now),
    )


def _form(chosen: Any) -> PolicyForm:
    values = PolicyForm.values_of(_document(chosen))
    values["warnings"] = [*values["warnings"], {}]
    if chosen is not None:
        values |= {
            "name_en": chosen.name["en"],
            "name_zh": chosen.name["zh"],
            "calendar_id": chosen.calendar_id,
            "seen_version": chosen.version,
        }
    form = PolicyForm(data=values)
    form.calendar_id.choices = [SelectChoice(row.id, loc(row.name)) for row in queries.current_calendars()]
    form.group.choices = [SelectChoice(str(group.id), loc(group.name)) for group in staff.groups()]
    return form


def _document(chosen: Any) -> dict[str, Any]:
    return chosen.document if chosen is not None else {"when": {}, "targets": {}, "warnings": []}


def _current(policy_id: int) -> Any:
    for row in queries.current_policies():
        if row.id == policy_id:
            return row
    raise NotFound("policy", policy_id)
