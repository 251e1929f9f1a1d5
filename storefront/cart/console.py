"""Ways of delivery and their prices."""

from flask import Blueprint, flash, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import money, profile
from kit.accounts.guards import managers_only
from kit.accounts.vocabulary import MANAGERS
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from kit.web.words import gettext as _
from storefront.cart import commands, queries
from storefront.cart.commands import DeliveryTerms
from storefront.manage import sections
from storefront.manage.sections import Section

bp = Blueprint("manage_deliveries", __name__, url_prefix="/manage/deliveries")
sections.offer(
    Section(
        key="deliveries", endpoint="manage_deliveries.index", label=_l("Deliveries"), mark="package-check", roles=MANAGERS,
        order=81, what=_l("Ways of delivery, what they cost and when they are free."),
    )
)  # fmt: skip


@bp.get("")
@managers_only
def index() -> Response:
    """Every way of delivery, the usual one first, and a form for another."""
    return page("cart/deliveries.html", methods=queries.all_deliveries(), currency=profile.current().currency)


@bp.post("")
@managers_only
def add() -> Response:
    """Offer another way of delivery."""
    return _saved(request.form.get("key", "").strip())


@bp.post("/<key>")
@managers_only
def change(key: str) -> Response:
    """Change a way of delivery; orders placed before keep what they paid."""
    return _saved(key)


def _saved(key: str) -> Response:
    try:
        commands.set_delivery(key, _terms())
    except RuleViolation as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("Saved."))
    return see_other(".index")


def _terms() -> DeliveryTerms:
    known = request.form
    return DeliveryTerms(
        name={lang: known.get(f"name_{lang}", "").strip()[:80] for lang in ("en", "zh")},
        carrier=known.get("carrier", "").strip()[:40], price_minor=_amount("price") or 0,
        free_from_minor=_amount("free_from"), days=_number("days"), position=_number("position"),
        is_active=known.get("active") == "1",
    )  # fmt: skip


def _amount(name: str) -> int | None:
    """An amount as typed, None for an empty field. Raises RuleViolation("bad_amount")."""
    text = request.form.get(name, "").strip()
    if text in {"", "0", "0.00"}:
        return None
    try:
        return money.parse_amount(text, profile.current().currency)
    except money.MoneyError as wrong:
        raise RuleViolation("bad_amount", "Enter an amount such as 459.00.", field=name) from wrong


def _number(name: str) -> int:
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
