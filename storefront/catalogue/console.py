"""Products as the shop's own people see them: a list to look things up in."""

from flask import Blueprint, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit.accounts.guards import staff_only
from kit.accounts.vocabulary import STAFF
from kit.web.answers import page
from storefront.catalogue import queries
from storefront.manage import sections
from storefront.manage.sections import Section

bp = Blueprint("manage_products", __name__, url_prefix="/manage/products")
sections.offer(
    Section(
        key="products",
        endpoint="manage_products.index",
        label=_l("Products"),
        what=_l("What the shop sells, and how it came to be sold."),
        mark="store",
        roles=STAFF,
        order=30,
    )
)


@bp.get("")
@staff_only
def index() -> Response:
    """All products with their articles, the newest first."""
    words = request.args.get("q", "").strip()[:100]
    return page("catalogue/manage.html", words=words, page=queries.managed(words, request.args.get("page")))
