"""Orders: found by number, address, status and day; one order with all that happened to it; lists to take away."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, staff_only
from kit.accounts.vocabulary import STAFF
from kit.web.answers import page
from kit.web.filters import iso
from kit.web.idempotency import once
from kit.web.paging import Cursor
from kit.web.words import gettext as _
from storefront.cart.queries import option_text
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section
from storefront.orders import queries, timeline
from storefront.orders.commands import changing
from storefront.orders.models import Order
from storefront.orders.queries import Filters
from storefront.orders.vocabulary import OrderStatus

HEADER = (
    "number", "status", "payment", "placed_at", "customer", "email", "items", "currency", "total_minor", "paid_at", "shipped_at",
    "delivered_at",
)  # fmt: skip
bp = Blueprint("manage_orders", __name__, url_prefix="/manage/orders")
sections.offer(
    Section(
        key="orders", endpoint="manage_orders.index", label=_l("Orders"), what=_l("All orders, the newest first."),
        mark="package", roles=STAFF, order=10,
    )
)  # fmt: skip


@bp.get("")
@staff_only
def index() -> Response:
    """All orders, the newest first; the search takes an order number or the customer's e-mail address."""
    wanted, cursor = _filters(), Cursor.parse(request.args.get("page"), queries.CURSOR_KINDS)
    return page("orders/manage.html", filters=wanted, page=queries.managed(wanted, cursor), statuses=list(OrderStatus))


@bp.get("/export")
@staff_only
def export() -> Response:
    """What the filters find, as a table; at most 10,000 orders."""
    return exchange.exported("orders", HEADER, _rows(queries.exported(_filters())))


@bp.post("/pick")
@staff_only
@once
def pick() -> Response:
    """Start packing all chosen orders; each that cannot says why."""

    def begin(order: Order) -> str:
        begun = changing.start_picking(order.id, actor_id=actor().id, now=clock.now())
        return _("Packing begins.") if begun else _("Packing had begun already.")

    results = bulk.each(queries.by_ids(exchange.chosen_ids()), lambda order: order.number, begin)
    return page(
        "manage/results.html", results=results, title=_("Start packing"), back="/manage/orders", key="orders", only_check=False
    )


@bp.get("/<number>")
@staff_only
def show(number: str) -> Response:
    """One order with parcels, money and all that happened to it."""
    order = queries.by_number(number, with_customer=True)
    return page(
        "orders/managed.html", order=order, option_text=option_text, records=queries.records_of(order.id),
        sentences=timeline.sentences(),
    )  # fmt: skip


def _filters() -> Filters:
    status, since, until = (request.args.get(name, "") for name in ("status", "since", "until"))
    return Filters(
        words=request.args.get("q", "").strip()[:100],
        status=OrderStatus(status) if status in set(OrderStatus) else None,
        since=_day(since), until=_day(until), only_held=request.args.get("held") == "1",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rows(orders: Sequence[Order]) -> Iterator[tuple[Any, ...]]:
    for order in orders:
        yield (
            order.number, order.status.value, order.payment_status.value, iso(order.placed_at), order.customer.name,
            order.customer.email or "", sum(line.quantity for line in order.lines), order.currency, order.payable_minor,
            *(iso(at) if at else "" for at in (order.paid_at, order.shipped_at, order.delivered_at)),
        )  # fmt: skip
