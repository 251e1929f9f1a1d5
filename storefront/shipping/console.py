"""Parcels for the warehouse: what is to be sent, what is on its way."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, staff_only
from kit.accounts.vocabulary import STAFF
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from storefront.manage import sections
from storefront.manage.sections import Section
from storefront.orders import queries as orders
from storefront.shipping import queries
from storefront.shipping.carrier import CARRIERS, Scan, name_of
from storefront.shipping.commands import dispatching, tracking
from storefront.shipping.forms import SCANNED, ScanForm, ShipForm
from storefront.shipping.vocabulary import ShipmentStatus

bp = Blueprint("manage_parcels", __name__, url_prefix="/manage/parcels")
sections.offer(
    Section(
        key="parcels",
        endpoint="manage_parcels.index",
        label=_l("Parcels"),
        what=_l("What is to be sent, and what is on its way."),
        mark="truck",
        roles=STAFF,
        order=20,
    )
)


@bp.get("")
@staff_only
def index() -> Response:
    """Paid orders that wait to be sent, the oldest first, and parcels that are on their way."""
    return page(
        "shipping/manage.html", waiting=queries.to_send(), moving=queries.on_their_way(), carriers=list(CARRIERS), name_of=name_of,
        scanned=SCANNED,
    )  # fmt: skip


@bp.post("/orders/<number>")
@staff_only
@once
def ship(number: str) -> Response:
    """Send all that is left of an order in one parcel."""
    form, order = ShipForm(), orders.by_number(number)
    if form.validate_on_submit():
        dispatching.ship(order.id, form.carrier.data, form.tracking.data, actor_id=actor().id, now=clock.now())
        flash(_("Order %(number)s is on its way.", number=order.number))
    else:
        flash(next(iter(form.errors.values()))[0], "error")
    return see_other(".index")


@bp.post("/<int:shipment_id>/scans")
@staff_only
@once
def scan(shipment_id: int) -> Response:
    """Note by hand where a parcel was seen."""
    form, now = ScanForm(), clock.now()
    if form.validate_on_submit():
        event_id = f"hand:{request.form.get('idempotency_key') or now.isoformat()}"
        seen = Scan(event_id=event_id, status=ShipmentStatus(form.status.data), at=now, place=form.place.data or "")
        tracking.record_scan(shipment_id, seen, now=now)
        flash(_("Noted."))
    return see_other(".index")
