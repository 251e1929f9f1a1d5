"""Which ways of payment customers may choose, and prepaid cards."""

from datetime import timedelta

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock, profile
from kit.accounts.guards import actor, managers_only
from kit.accounts.vocabulary import MANAGERS
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.manage import sections
from storefront.manage.sections import Section
from storefront.payments import queries
from storefront.payments.commands import cards, providers
from storefront.payments.commands.providers import Terms
from storefront.payments.forms import CardForm, amount_in
from storefront.payments.provider import GATEWAYS
from storefront.payments.queries import desk

bp = Blueprint("manage_providers", __name__, url_prefix="/manage/payment-methods")
sections.offer(
    Section(
        key="providers", endpoint="manage_providers.index", label=_l("Ways of payment"), mark="credit-card", roles=MANAGERS,
        order=82, what=_l("What customers can pay with, and prepaid cards."),
    )
)  # fmt: skip


@bp.get("")
@managers_only
def index() -> Response:
    """Every gateway there is a plug-in for, and the cards issued last."""
    return _page()


@bp.post("/<key>")
@managers_only
def change(key: str) -> Response:
    """Offer a way of payment or not, up to which amount, and what the customer is told."""
    text = request.form.get("limit", "").strip()
    try:
        limit = amount_in(text, profile.current().currency) if text else None
        words = {lang: request.form.get(f"words_{lang}", "").strip()[:1000] for lang in ("en", "zh")}
        providers.set_terms(key, Terms(is_active=request.form.get("active") == "1", limit_minor=limit, words=words))
    except RuleViolation as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("Saved."))
    return see_other(".index")


@bp.post("/cards")
@managers_only
@once
def issue() -> Response:
    """Issue prepaid cards; their codes are shown this once."""
    form, now, currency = CardForm(), clock.now(), profile.current().currency
    if not form.validate_on_submit():
        flash(next(iter(form.errors.values()))[0], "error")
        return see_other(".index")
    expires_at = now + timedelta(days=365 * form.years.data) if form.years.data else None
    try:
        amount = amount_in(form.amount.data, currency)
        codes = cards.issue(form.count.data, amount, currency, expires_at=expires_at, actor_id=actor().id, now=now)
    except RuleViolation as refused:
        flash(_(refused.message), "error")
        return see_other(".index")
    return _page(codes)


@bp.post("/cards/<int:card_id>/block")
@managers_only
def block(card_id: int) -> Response:
    """Block a card that was not redeemed, or let it go again."""
    if not cards.block(card_id, request.form.get("blocked") == "1"):
        flash(_("This card was already redeemed."), "error")
    return see_other(".index")


def _page(codes: list[str] | None = None) -> Response:
    return page(
        "payments/providers.html", gateways=list(GATEWAYS), settings=queries.settings(), cards=desk.cards(), codes=codes,
        currency=profile.current().currency,
    )  # fmt: skip
