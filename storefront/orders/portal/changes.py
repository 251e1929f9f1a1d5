"""Changing recipient, address and note of an order that is not being packed yet."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor_or_none
from kit.errors import Conflict, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.orders import rules
from storefront.orders.access import for_its_customer
from storefront.orders.commands import changing
from storefront.orders.commands.changing import Change
from storefront.orders.commands.placing import Recipient
from storefront.orders.forms import ChangeForm
from storefront.orders.models import Order

bp = Blueprint("order_changes", __name__, url_prefix="/orders")


@bp.get("/<number>/change")
@for_its_customer
def show(order: Order) -> Response:
    """The form, filled with what the order has now."""
    if not rules.can_change(order.status, order.picked_at):
        flash(
            _("Your order is already being packed, so this can no longer be changed. Write to us: we see what we can do."), "error"
        )
        return see_other("orders.show", number=order.number)
    known = {name: getattr(order, name) or "" for name in ("recipient", "phone", "region", "postcode", "note")}
    return _page(order, ChangeForm(data=known | {"street": order.address or "", "version": str(order.version)}))


@bp.post("/<number>/change")
@for_its_customer
@once
def save(order: Order) -> Response:
    """Keep the change, unless packing began or somebody else changed the order meanwhile."""
    form, person = ChangeForm(), actor_or_none()
    if not form.validate_on_submit():
        return _page(order, form, status=422)
    where = Recipient(
        name=form.recipient.data, phone=form.phone.data, address=form.street.data, region=form.region.data,
        postcode=form.postcode.data or "",
    )  # fmt: skip
    seen = int(form.version.data) if form.version.data else None
    wanted = Change(recipient=where, note=form.note.data or "", seen_version=seen)
    try:
        changing.change(order.id, wanted, actor_id=person.id if person else order.customer_id, now=clock.now())
    except (Conflict, RuleViolation) as refused:
        form.form_errors = [_(refused.message)]
        return _page(order, form, status=refused.status)
    flash(_("Changed. We send the parcel to the new address."))
    return see_other("orders.show", number=order.number)


def _page(order: Order, form: ChangeForm, *, status: int = 200) -> Response:
    return page("orders/change.html", status=status, order=order, form=form)
