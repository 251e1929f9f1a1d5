"""An agent says whether new work may come."""

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from helpdesk.staff import commands
from helpdesk.staff.vocabulary import Availability
from helpdesk.staff.wording import availability_name
from kit import clock
from kit.accounts.guards import actor, agents_only
from kit.accounts.rules import safe_next
from kit.errors import RuleViolation
from kit.web.answers import see_other_path
from kit.web.words import gettext as _

bp = Blueprint("staff", __name__, url_prefix="/desk")


@bp.post("/availability")
@agents_only
def set_availability() -> Response:
    """`availability` is available, away or offline; `next` the page to go back to."""
    wanted = request.form.get("availability", "")
    if wanted not in set(Availability):
        raise RuleViolation("bad_availability", "Choose available, away or offline.", field="availability")
    commands.set_availability(actor(), Availability(wanted), actor=actor(), now=clock.now())
    flash(_("You are now: %(availability)s.", availability=availability_name(wanted)))
    return see_other_path(safe_next(request.form.get("next") or "/desk"))
