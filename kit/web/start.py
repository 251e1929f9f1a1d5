"""Where a person lands after signing in."""

from flask import Blueprint
from werkzeug.wrappers import Response

from kit.accounts.guards import actor, signed_in
from kit.web.answers import see_other_path

bp = Blueprint("start", __name__)


@bp.get("/start")
@signed_in
def start() -> Response:
    """Staff go to the desk, customers to the shop."""
    return see_other_path("/desk" if actor().is_staff else "/orders")
