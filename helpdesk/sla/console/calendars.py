"""The calendars: a list, one of them open for editing."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from helpdesk.sla import queries
from helpdesk.sla.commands import settings
from helpdesk.sla.console import refusals
from helpdesk.sla.forms.calendars import CalendarForm
from kit import clock, profile
from kit.accounts.guards import actor, managers_only
from kit.errors import NotFound, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once

bp = Blueprint("sla_calendars", __name__, url_prefix="/desk/settings/sla/calendars")


@bp.get("")
@managers_only
def index() -> Response:
    rows = queries.current_calendars()
    chosen = next((row for row in rows if str(row.id) == request.args.get("calendar")), rows[0])
    return _page(chosen, _form(chosen))


@bp.get("/new")
@managers_only
def new() -> Response:
    return _page(None, _form(None))


@bp.post("")
@managers_only
@once
def create() -> Response:
    return _saved(None, _form(None), partial(settings.add_calendar, actor=actor(), now=clock.now()))


@bp.post("/<int:calendar_id>")
@managers_only
def change(calendar_id: int) -> Response:
    chosen = next((row for row in queries.current_calendars() if row.id == calendar_id), None)
    if chosen is None:
        raise NotFound("calendar", calendar_id)
    form = _form(chosen)
    publish = partial(settings.change_calendar, calendar_id, seen_version=form.seen, actor=actor(), now=clock.now())
    return _saved(chosen, form, publish)


def _saved(chosen: Any, form: CalendarForm, publish: Any) -> Response:
    if form.validate_on_submit():
        try:
            calendar = publish(settings.CalendarDraft(name=form.names, document=form.document()))
        except RuleViolation as refused:
            form.form_errors.append(refusals.sentence(refused))
        else:
            flash(_("Published. Open tickets follow within a minute."), "success")
            return see_other(".index", calendar=calendar.id)
    return _page(chosen, form, status=422)


def _page(chosen: Any, form: CalendarForm, status: int = 200) -> Response:
    return page("sla/calendars.html", status=status, calendars=queries.current_calendars(), chosen=chosen, form=form)


def _form(chosen: Any) -> CalendarForm:
    if chosen is None:
        return CalendarForm(data={"timezone": profile.current().timezone})
    names = {"name_en": chosen.name["en"], "name_zh": chosen.name["zh"], "seen_version": chosen.version}
    return CalendarForm(data=CalendarForm.values_of(chosen.document) | names)
