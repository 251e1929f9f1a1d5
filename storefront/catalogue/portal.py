"""The shop's front page, its shelves, its search and its product pages."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from kit import clock
from kit.errors import NotFound
from kit.uploads.serving import serve
from kit.web.answers import answer, page, see_other_path
from storefront.catalogue import queries
from storefront.catalogue.forms import as_query, filters_from
from storefront.catalogue.jumps import jump_for
from storefront.catalogue.models import Category
from storefront.catalogue.vocabulary import PRICE_STEPS, RATINGS, UPLOADED, Sorting

bp = Blueprint("catalogue", __name__)


@bp.get("/")
def home() -> Response:
    """The banner and all products."""
    return _listed("catalogue/home.html", banner=queries.banner(clock.now()))


@bp.get("/c/<slug>")
def shelf(slug: str) -> Response:
    """One shelf and what lies below it."""
    try:
        category = queries.category(slug)
    except NotFound:
        return _moved("category", slug)
    return _listed("catalogue/shelf.html", category)


@bp.get("/search")
def search() -> Response:
    """Products by words in either language; an order number leads to its order."""
    path = jump_for(request.args.get("q", ""))
    return see_other_path(path) if path else _listed("catalogue/search.html")


@bp.get("/p/<slug>")
def product(slug: str) -> Response:
    """One product; an address it once had leads to today's."""
    try:
        found = queries.product(slug)
    except NotFound:
        return _moved("product", slug)
    pictures = queries.gallery(found)
    view = min(max(request.args.get("view", 1, type=int), 1), max(len(pictures), 1))
    return page(
        "catalogue/product.html", product=found, trail=queries.trail(found.category), department=_department(found.category),
        pictures=pictures, view=view,
    )  # fmt: skip


@bp.get("/pictures/<key>/<any(small, medium, large):size>")
def picture(key: str, size: str) -> Response:
    """An uploaded picture of a product. Its content never changes, so browsers keep it."""
    response = serve(queries.upload_of(key, size))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def picture_url(name: str, size: str = "medium") -> str:
    """Where a picture of goods is: an upload in one of its sizes, else a drawing of ours."""
    if name.startswith(UPLOADED):
        return url_for("catalogue.picture", key=name, size=size)
    drawn: Callable[[str], str] = current_app.jinja_env.globals["static_url"]  # type: ignore[assignment]
    return drawn(f"art/{name or 'none'}.svg")


def _moved(kind: str, slug: str) -> Response:
    """Permanently to today's address, in one step and with the query. Raises NotFound for an address nothing ever had."""
    today = queries.moved(kind, slug)
    if today is None:
        raise NotFound(kind, slug)
    view = "catalogue.product" if kind == "product" else "catalogue.shelf"
    asked = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(url_for(view, slug=today) + asked, 301)


def _listed(template: str, category: Category | None = None, **more: Any) -> Response:
    filters = filters_from(request.args, path=category.path if category else "")
    query = as_query(filters)

    def address(**changes: Any) -> str:
        view = request.url_rule.endpoint if request.url_rule else "catalogue.home"
        return url_for(view, **(request.view_args or {}), **{**query, **changes})

    found = queries.listing(filters, request.args.get("page"))
    context = {
        "listing": found, "instead": None if found.count else queries.instead_of(filters.words), "tags": queries.tags_of(filters),
        "shelves": queries.shelves(category), "category": category,
        "department": _department(category), "filters": filters, "address": address, "steps": PRICE_STEPS, "ratings": RATINGS,
        "sortings": Sorting, **more,
    }  # fmt: skip
    return answer("catalogue/_listing.html", otherwise=partial(page, template, **context), **context)


def _department(category: Category | None) -> str:
    return category.path.split("/")[0] if category else ""
