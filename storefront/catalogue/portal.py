"""The shop's front page, its shelves, its search and its product pages."""

from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from kit import clock
from kit.web.answers import answer, page, see_other_path
from storefront.catalogue import queries
from storefront.catalogue.forms import as_query, filters_from
from storefront.catalogue.jumps import jump_for
from storefront.catalogue.models import Category
from storefront.catalogue.vocabulary import PRICE_STEPS, RATINGS, Sorting

bp = Blueprint("catalogue", __name__)


@bp.get("/")
def home() -> Response:
    """The banner and all products."""
    return _listed("catalogue/home.html", banner=queries.banner(clock.now()))


@bp.get("/c/<slug>")
def shelf(slug: str) -> Response:
    """One shelf and what lies below it."""
    category = queries.category(slug)
    return _listed("catalogue/shelf.html", category)


@bp.get("/search")
def search() -> Response:
    """Products by words in either language; an order number leads to its order."""
    path = jump_for(request.args.get("q", ""))
    return see_other_path(path) if path else _listed("catalogue/search.html")


@bp.get("/p/<slug>")
def product(slug: str) -> Response:
    """One product."""
    found = queries.product(slug)
    return page(
        "catalogue/product.html", product=found, trail=queries.trail(found.category), department=_department(found.category)
    )


def _listed(template: str, category: Category | None = None, **more: Any) -> Response:
    filters = filters_from(request.args, path=category.path if category else "")
    query = as_query(filters)

    def address(**changes: Any) -> str:
        view = request.url_rule.endpoint if request.url_rule else "catalogue.home"
        return url_for(view, **(request.view_args or {}), **{**query, **changes})

    context = {
        "listing": queries.listing(filters, request.args.get("page")), "shelves": queries.shelves(category), "category": category,
        "department": _department(category), "filters": filters, "address": address, "steps": PRICE_STEPS, "ratings": RATINGS,
        "sortings": Sorting, **more,
    }  # fmt: skip
    return answer("catalogue/_listing.html", otherwise=partial(page, template, **context), **context)


def _department(category: Category | None) -> str:
    return category.path.split("/")[0] if category else ""
