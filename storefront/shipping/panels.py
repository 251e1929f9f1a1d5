"""What an order page says of parcels."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import gettext as _

from kit.web.filters import localdate
from kit.web.panels import panel
from storefront.orders.models import Order
from storefront.orders.vocabulary import UNDERWAY, OrderStatus
from storefront.shipping import queries
from storefront.shipping.carrier import CARRIERS, name_of
from storefront.shipping.models import Shipment
from storefront.shipping.vocabulary import Direction, ShipmentStatus


@dataclass(frozen=True)
class Step:
    """One station of the track on top of a parcel."""

    label: str
    state: str
    detail: list[str]


@panel("order.parcels", order=10)
def parcels(*, order: Order) -> str:
    """One card per parcel, or the track alone while nothing was sent."""
    sent = [row for row in queries.shipments_of(order.id) if row.direction is Direction.OUTBOUND]
    if order.status is OrderStatus.CLOSED and not sent:
        return ""
    shown: list[Shipment | None] = [*sent] or [None]
    cards = [(row, _steps(order, row)) for row in shown]
    links = {row.id: CARRIERS.get(row.carrier).tracking_url(row.tracking) for row in sent if row.carrier in CARRIERS}
    return render_template("shipping/_parcels.html", order=order, cards=cards, name_of=name_of, links=links)


def _beginning(order: Order) -> tuple[str, datetime | None]:
    """Paid, or, when the courier takes the money, just confirmed."""
    if order.paid_at is None and order.status in UNDERWAY:
        return _("Confirmed"), order.placed_at
    return _("Paid"), order.paid_at


def _steps(order: Order, parcel: Shipment | None) -> list[Step]:
    stations: list[tuple[str, datetime | None]] = [
        _beginning(order),
        (_("Packed"), parcel.created_at if parcel else order.picked_at),
        (_("Shipped"), parcel.shipped_at if parcel else None),
        (_("Delivered"), parcel.delivered_at if parcel else None),
    ]
    reached = sum(1 for _name, at in stations if at is not None)
    steps = []
    for place, (name, at) in enumerate(stations):
        state = "done" if at is not None else "now" if place == reached else "todo"
        steps.append(Step(name, state, [localdate(at)] if at is not None else []))
    stopped = {ShipmentStatus.LOST, ShipmentStatus.REFUSED, ShipmentStatus.RETURNED_TO_SENDER}
    if parcel is not None and parcel.status in stopped:
        steps[-1] = Step(_("Not delivered"), "stop", [])
    return steps
