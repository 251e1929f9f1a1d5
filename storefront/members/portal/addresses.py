"""The address book."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, signed_in
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.members import queries
from storefront.members.commands import addresses
from storefront.members.forms import AddressForm
from storefront.members.models import Address

bp = Blueprint("addresses", __name__, url_prefix="/addresses")


@bp.get("")
@signed_in
def index() -> Response:
    """The addresses, the usual one first, and a form for another."""
    return _page(AddressForm())


@bp.post("")
@signed_in
@once
def add() -> Response:
    """Keep another address."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    addresses.add(actor().id, _values(form), now=clock.now())
    flash(_("Saved."))
    return see_other(".index")


@bp.get("/<int:address_id>")
@signed_in
def edit(address_id: int) -> Response:
    """One address to change."""
    mine = queries.address(actor().id, address_id)
    return _page(AddressForm(obj=mine), edited=mine)


@bp.post("/<int:address_id>")
@signed_in
@once
def change(address_id: int) -> Response:
    """Change an address; orders that went there keep what they had."""
    mine, form = queries.address(actor().id, address_id), AddressForm()
    if not form.validate_on_submit():
        return _page(form, edited=mine, status=422)
    addresses.change(actor().id, address_id, _values(form))
    flash(_("Saved."))
    return see_other(".index")


@bp.post("/<int:address_id>/usual")
@signed_in
def make_usual(address_id: int) -> Response:
    """The checkout begins with this address."""
    addresses.make_usual(actor().id, address_id)
    return see_other(".index")


@bp.post("/<int:address_id>/remove")
@signed_in
def remove(address_id: int) -> Response:
    """Forget an address."""
    addresses.remove(actor().id, address_id)
    flash(_("Removed."))
    return see_other(".index")


def _values(form: AddressForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("recipient", "phone", "street", "region", "postcode")}


def _page(form: AddressForm, *, edited: Address | None = None, status: int = 200) -> Response:
    return page("members/addresses.html", status=status, form=form, edited=edited, addresses=queries.addresses(actor().id))
