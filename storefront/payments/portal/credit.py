"""Store credit: what is on it, how it came and went, and redeeming prepaid cards."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock, profile
from kit.accounts import throttle
from kit.accounts.guards import actor, signed_in
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from kit.web.filters import money
from kit.web.idempotency import once
from storefront.members import queries as members
from storefront.members.vocabulary import AccountKind
from storefront.payments.commands import cards
from storefront.payments.forms import RedeemForm

bp = Blueprint("credit", __name__, url_prefix="/credit")
_TRIES, _PER_SECONDS = 10, 3600


@bp.get("")
@signed_in
def show() -> Response:
    """The balance and the latest entries."""
    return _page(RedeemForm())


@bp.post("")
@signed_in
@once
def redeem() -> Response:
    """Redeem a prepaid card; ten tries an hour, so that codes cannot be guessed."""
    form, now = RedeemForm(), clock.now()
    if not form.validate_on_submit():
        return _page(form, status=422)
    if not throttle.allow(f"redeem:{actor().id}", capacity=_TRIES, seconds=_PER_SECONDS, now=now):
        form.code.errors = [_("Too many tries. Try again in an hour.")]
        return _page(form, status=429)
    try:
        card = cards.redeem(form.code.data, actor().id, now=now)
    except RuleViolation as refused:
        form.code.errors = [_(refused.message)]
        return _page(form, status=422)
    flash(_("%(amount)s were added to your store credit.", amount=money(card.amount_minor, card.currency)))
    return see_other(".show")


def _page(form: RedeemForm, *, status: int = 200) -> Response:
    person, currency = actor(), profile.current().currency
    return page(
        "payments/credit.html", status=status, form=form, currency=currency,
        balance=members.balances(person.id, currency)[AccountKind.STORE_CREDIT],
        entries=members.entries(person.id, AccountKind.STORE_CREDIT, currency),
    )  # fmt: skip
