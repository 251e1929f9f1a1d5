"""The bag."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor_or_none
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from storefront.cart import bag, commands, queries
from storefront.cart.forms import CouponForm, PutForm, QuantityForm
from storefront.cart.models import Cart
from storefront.cart.rules import Pricing
from storefront.inventory import queries as inventory

bp = Blueprint("cart", __name__, url_prefix="/cart")


@bp.get("")
def show() -> Response:
    """What is in the bag and what it costs with the usual delivery."""
    now = clock.now()
    bag.merge_guest_bag(now)
    return page("cart/show.html", **_context(bag.current_bag(), now))


@bp.post("/lines")
def put() -> Response:
    """Put an article into the bag."""
    form, now = PutForm(), clock.now()
    if not form.validate_on_submit():
        flash(next(iter(form.errors.values()))[0], "error")
        return see_other(".show")
    try:
        commands.put(bag.opened_bag(now), form.sku.data, form.quantity.data, now=now)
    except RuleViolation as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("It is in your bag."))
    return see_other(".show")


@bp.post("/lines/<int:sku_id>")
def change(sku_id: int) -> Response:
    """Change how many, or take it out."""
    form, now = QuantityForm(), clock.now()
    if form.validate_on_submit():
        commands.set_quantity(bag.opened_bag(now), sku_id, form.quantity.data, now=now)
    else:
        flash(form.quantity.errors[0], "error")
    return see_other(".show")


@bp.post("/coupon")
def coupon() -> Response:
    """Keep a coupon with the bag, or remove it."""
    form, now = CouponForm(), clock.now()
    if form.validate_on_submit():
        commands.set_coupon(bag.opened_bag(now), form.code.data or "", now=now)
    return see_other(".show")


def _context(cart: Cart | None, now: datetime) -> dict[str, Any]:
    entries = queries.entries(cart)
    left = inventory.available([entry.sku.id for entry in entries])
    short = {entry.sku.id for entry in entries if left[entry.sku.id] < entry.quantity}
    price, refusal = _priced(cart, entries, now)
    is_ready = price is not None and not short
    return {
        "cart": cart, "entries": entries, "left": left, "short": short, "price": price, "refusal": refusal, "is_ready": is_ready,
        "option_text": queries.option_text,
    }  # fmt: skip


def _priced(cart: Cart | None, entries: list[queries.Entry], now: datetime) -> tuple[Pricing | None, RuleViolation | None]:
    """The price of what is still sold, and why a coupon or an article does not go through."""
    sold = [(entry.sku.id, entry.quantity) for entry in entries if entry.is_sold]
    person, methods = actor_or_none(), queries.deliveries()
    if cart is None or not sold or not methods:
        return None, None
    who = {"customer_id": person.id if person else None, "now": now}
    try:
        prices, _found = queries.pricings(sold, methods[:1], coupon=cart.coupon_code, **who)  # type: ignore[arg-type]
    except RuleViolation as refused:
        prices, _found = queries.pricings(sold, methods[:1], coupon="", **who)  # type: ignore[arg-type]
        return prices[methods[0].key], refused
    return prices[methods[0].key], None
