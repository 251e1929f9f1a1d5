"""Goods at the warehouse: counting in and inspecting."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from helpdesk.returns import forms, queries
from helpdesk.returns.commands import inspecting, receiving
from helpdesk.returns.console import bp
from helpdesk.returns.console.cases import workspace
from kit import clock
from kit.accounts.guards import actor, staff_only
from kit.errors import RuleViolation
from kit.uploads import commands as uploads
from kit.uploads.models import Upload
from kit.uploads.rules import check_photo
from kit.web.answers import see_other
from kit.web.idempotency import once


@bp.post("/<number>/receive")
@staff_only
@once
def receive(number: str) -> Response:
    """Count in what has arrived."""
    case = queries.for_staff(actor(), number)
    form = forms.ReceiveForm()
    try:
        receiving.receive(
            case.id,
            forms.units(request.form, "units-"),
            is_all=bool(form.is_all.data),
            unexpected=form.unexpected.data or "",
            actor=actor(),
            now=clock.now(),
        )
    except RuleViolation as refusal:
        return workspace(queries.for_staff(actor(), number), problem=refusal, receive=form, status=422)
    flash(_("Counted in. Please inspect the items next."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/inspect")
@staff_only
@once
def inspect(number: str) -> Response:
    """Record condition and disposition of the items that were chosen."""
    case = queries.for_staff(actor(), number)
    try:
        found = [inspecting.Finding(**one, photos=_photos(one["line_id"])) for one in forms.findings(request.form)]
        inspecting.inspect(case.id, found, actor=actor(), now=clock.now())
    except RuleViolation as refusal:
        return workspace(queries.for_staff(actor(), number), problem=refusal, status=422)
    flash(_("The inspection is saved."))
    return see_other(".show", number=case.number)


def _photos(line_id: int) -> list[Upload]:
    """The photos of one item, kept. Raises RuleViolation for one that is refused."""
    return [
        uploads.keep(check_photo(file.filename, file.read()), owner=actor(), now=clock.now())
        for file in request.files.getlist(f"photos-{line_id}")
        if file.filename
    ]
