"""Products as the shop's own people see them: a list to look things up in."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from kit.accounts.guards import staff_only
from kit.web.answers import page
from storefront.catalogue import queries

bp = Blueprint("manage_products", __name__, url_prefix="/manage/products")


@bp.get("")
@staff_only
def index() -> Response:
    """All products with their articles, the newest first."""
    words = request.args.get("q", "").strip()[:100]
    return page("catalogue/manage.html", words=words, page=queries.managed(words, request.args.get("page")))
