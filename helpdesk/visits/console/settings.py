"""When customers are called: the shop's choices, for its managers."""

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from helpdesk.visits import queries
from helpdesk.visits.commands import planning
from helpdesk.visits.forms import DAYS, SettingsForm
from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.web.answers import page, see_other
from kit.web.words import gettext as _

bp = Blueprint("visit_settings", __name__, url_prefix="/desk/settings/visits")


@bp.get("")
@managers_only
def show() -> Response:
    """The choices in force."""
    return _page(SettingsForm.of(queries.settings()))


@bp.post("")
@managers_only
def save() -> Response:
    """Change them."""
    form = SettingsForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    planning.choose(form.changes(), actor=actor(), now=clock.now())
    flash(_("Saved."))
    return see_other(".show")


def _page(form: SettingsForm, *, status: int = 200) -> Response:
    return page("visits/settings.html", status=status, form=form, days=DAYS)
