"""When customers are asked: the shop's choices."""

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from helpdesk.surveys import commands, queries
from helpdesk.surveys.forms import SettingsForm
from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.web.answers import page, see_other
from kit.web.words import gettext as _

bp = Blueprint("survey_settings", __name__, url_prefix="/desk/settings/surveys")


@bp.get("")
@managers_only
def show() -> Response:
    """The choices in force."""
    return page("surveys/settings.html", form=SettingsForm.of(queries.settings()))


@bp.post("")
@managers_only
def save() -> Response:
    """Change them."""
    form = SettingsForm()
    if not form.validate_on_submit():
        return page("surveys/settings.html", status=422, form=form)
    commands.choose(form.changes(), actor=actor(), now=clock.now())
    flash(_("Saved."))
    return see_other(".show")
