"""A customer's orders."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, actor_or_none, signed_in
from kit.errors import RuleViolation
from kit.numbers import parse_order_number
from kit.web.answers import page, see_other
from kit.web.filters import loc
from kit.web.paging import Cursor
from storefront.cart import bag
from storefront.cart import commands as cart
from storefront.cart.queries import option_text
from storefront.catalogue import queries as catalogue
from storefront.orders import queries, rules
from storefront.orders.access import for_its_customer
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order

bp = Blueprint("orders", __name__, url_prefix="/orders")


@bp.get("")
@signed_in
def index() -> Response:
    """My orders, the newest first."""
    cursor = Cursor.parse(request.args.get("page"), queries.CURSOR_KINDS)
    return page("orders/index.html", page=queries.page_of(actor().id, cursor), option_text=option_text)


@bp.get("/<number>")
@for_its_customer
def show(order: Order) -> Response:
    """Where the order is, what it cost, and what can still be done per item."""
    slugs = catalogue.slugs([line.product_id for line in order.lines if line.product_id])
    can_confirm = rules.can_confirm(order.status, order.aftersale_status)
    return page(
        "orders/show.html", order=order, viewer=actor_or_none(), option_text=option_text, phone=rules.masked_phone(order.phone),
        slugs=slugs, can_confirm=can_confirm, can_change=rules.can_change(order.status, order.picked_at),
    )  # fmt: skip


@bp.post("/<number>/again")
@for_its_customer
def again(order: Order) -> Response:
    """Put what can still be had of the order into the bag."""
    now, missing = clock.now(), []
    mine = bag.opened_bag(now)
    for line in order.lines:
        try:
            cart.put(mine, line.sku_id or 0, line.quantity, now=now)
        except RuleViolation:
            missing.append(loc(line.name))
    if missing:
        flash(_("No longer sold and left out: %(names)s", names=", ".join(missing)), "warning")
    return see_other("cart.show")


@bp.post("/<number>/confirm")
@for_its_customer
def confirm(order: Order) -> Response:
    """The buyer says that everything arrived."""
    if lifecycle.complete(order.id, actor_id=order.customer_id, now=clock.now()):
        flash(_("Thank you. The order is complete."))
    return see_other(".show", number=order.number)


def path_of(words: str) -> str | None:
    """Where a search goes whose words are an order number, written with its letters."""
    number = parse_order_number(words) if words.strip().upper().startswith("LD") else None
    return url_for("orders.show", number=number) if number else None
