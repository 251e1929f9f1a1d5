"""Parcels for the warehouse: what is to be packed and sent, what is on its way."""

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
from storefront.orders.commands import changing
from storefront.shipping import queries
from storefront.shipping.carrier import Scan, name_of
from storefront.shipping.commands import dispatching, tracking
from storefront.shipping.forms import SCANNED, ScanForm, ShipForm, units_of
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
    """Orders that wait to be sent, the oldest first, and parcels that are on their way; `q` is an order or tracking number."""
    words = request.args.get("q", "").strip()[:40]
    return page(
        "shipping/manage.html", words=words, waiting=queries.to_send(words), moving=queries.on_their_way(words),
        carriers=queries.offered(), name_of=name_of, scanned=SCANNED,
    )  # fmt: skip


@bp.get("/orders/<number>")
@staff_only
def pack(number: str) -> Response:
    """One order to pack: choose what goes into this parcel."""
    order = orders.by_number(number)
    return page("shipping/pack.html", order=order, left=dispatching.left_to_send(order), carriers=queries.offered())


@bp.post("/orders/<number>/pick")
@staff_only
@once
def pick(number: str) -> Response:
    """Goods are being fetched from the shelf: from now on the customer can no longer change the order."""
    changing.start_picking(orders.by_number(number).id, actor_id=actor().id, now=clock.now())
    return see_other(".pack", number=number)


@bp.post("/orders/<number>")
@staff_only
@once
def ship(number: str) -> Response:
    """Send a parcel with the chosen pieces, or with all that is left."""
    form, order = ShipForm(), orders.by_number(number)
    if form.validate_on_submit():
        units = units_of(request.form)
        dispatching.ship(order.id, form.carrier.data, form.tracking.data, units, actor_id=actor().id, now=clock.now())
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
