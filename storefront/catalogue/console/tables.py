"""The catalogue as tables: products with their variants, one variant a row, and shelves."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock, profile
from kit.accounts.guards import actor, managers_only
from kit.errors import RuleViolation
from kit.web.answers import page
from kit.web.idempotency import once
from kit.web.limits import exporting
from storefront.catalogue import taking
from storefront.catalogue.forms.managing import filters_from
from storefront.catalogue.models import Sku
from storefront.catalogue.queries import managing
from storefront.manage import bulk, exchange
from storefront.manage.fields import typed_amount

bp = Blueprint("manage_tables", __name__, url_prefix="/manage")


@bp.get("/products/export")
@managers_only
@exporting  # type: ignore[untyped-decorator]
def products() -> Response:
    """The products as the list is narrowed."""
    return exchange.exported("products", taking.PRODUCT_COLUMNS, _product_rows())


@bp.get("/categories/export")
@managers_only
@exporting  # type: ignore[untyped-decorator]
def categories() -> Response:
    shelves = managing.shelves()
    slugs = {one.id: one.slug for one in shelves}
    rows = ((one.slug, slugs.get(one.parent_id or 0, ""), *_names(one.name), one.position) for one in shelves)
    return exchange.exported("categories", taking.SHELF_COLUMNS, rows)


@bp.get("/<any(products, categories):what>/import")
@managers_only
def choose(what: str) -> Response:
    return _asked(what)


@bp.post("/<any(products, categories):what>/import")
@managers_only
@exporting  # type: ignore[untyped-decorator]
@once
def send(what: str) -> Response:
    """Take a table over, each row with its result."""
    key = "product" if what == "products" else "slug"
    try:
        table = exchange.sent_table(needed=[key])
    except RuleViolation as refused:
        return _asked(what, _(refused.message), status=422)
    taker = taking.Taker(actor(), clock.now(), profile.current().currency)
    act = taker.product if what == "products" else taker.shelf
    results = bulk.each_line(table.rows, key, act, only_check=exchange.only_check())
    back, title = _place(what)
    return page("manage/results.html", results=results, title=title, back=back, key=what, only_check=exchange.only_check())


def _product_rows() -> Iterator[tuple[Any, ...]]:
    slugs = {one.id: one.slug for one in managing.shelves()}
    for product in managing.all_of(filters_from(request.args)):
        about = product.spu_no, slugs[product.category_id], product.status.value
        told = *_names(product.name), *_names(product.summary), ", ".join(product.tags)
        for cells in [_variant_cells(sku) for sku in product.skus] or [("",) * 6]:
            yield (*about, *told, *cells)


def _variant_cells(sku: Sku) -> tuple[Any, ...]:
    price, before = typed_amount(sku.price_minor, sku.currency), typed_amount(sku.compare_at_minor, sku.currency)
    return (sku.sku_no, price, before, f"{sku.tax_rate_bp / 100:g}", sku.weight_g, sku.warranty_days)


def _names(texts: dict[str, str]) -> tuple[str, str]:
    return texts.get("en", ""), texts.get("zh", "")


def _place(what: str) -> tuple[str, str]:
    if what == "products":
        return url_for("manage_products.index"), _("Products from a file")
    return url_for("manage_categories.index"), _("Categories from a file")


def _asked(what: str, problem: str = "", status: int = 200) -> Response:
    back, title = _place(what)
    return page(
        "manage/import.html", title=title, action=url_for(".send", what=what), back=back, key=what,
        columns=taking.product_columns() if what == "products" else taking.shelf_columns(), problem=problem, status=status,
    )  # fmt: skip
