"""Orders as the shop's own people see them: a list to look things up in."""

from flask import Blueprint, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit.accounts.guards import staff_only
from kit.accounts.vocabulary import STAFF
from kit.web.answers import page
from kit.web.paging import Cursor
from storefront.manage import sections
from storefront.manage.sections import Section
from storefront.orders import queries

bp = Blueprint("manage_orders", __name__, url_prefix="/manage/orders")
sections.offer(
    Section(
        key="orders",
        endpoint="manage_orders.index",
        label=_l("Orders"),
        what=_l("All orders, the newest first."),
        mark="package",
        roles=STAFF,
        order=10,
    )
)


@bp.get("")
@staff_only
def index() -> Response:
    """All orders, the newest first; the search takes an order number."""
    words = request.args.get("q", "").strip()[:40]
    cursor = Cursor.parse(request.args.get("page"), queries.CURSOR_KINDS)
    return page("orders/manage.html", words=words, page=queries.managed(words, cursor))
