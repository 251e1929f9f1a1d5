"""The front page of the shop's management: what needs somebody, and the way to every section."""

from flask import Blueprint
from werkzeug.wrappers import Response

from kit.accounts.guards import actor, staff_only
from kit.web.answers import page
from storefront.manage import sections

bp = Blueprint("manage", __name__, url_prefix="/manage")


@bp.get("")
@staff_only
def index() -> Response:
    """Figures that features put into the slot `manage.figures`, and the sections."""
    return page("manage/index.html", sections=sections.open_to(actor()))
