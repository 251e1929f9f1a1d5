"""Parcels leaving: to the customer, and back to us."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from kit.db import command, db
from kit.errors import Conflict, RuleViolation
from kit.events import publish
from storefront.events import OrderShipped
from storefront.inventory.commands import promising
from storefront.orders import queries as orders
from storefront.orders import rules
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order
from storefront.orders.vocabulary import AftersaleStatus
from storefront.shipping.models import Shipment, ShipmentLine
from storefront.shipping.vocabulary import Direction, ShipmentStatus


@command
def ship(
    order_id: int, carrier: str, tracking: str, units: Sequence[tuple[int, int]] | None = None, *,
    promised_at: datetime | None = None, actor_id: int | None = None, now: datetime,
) -> Shipment:  # fmt: skip
    """Send a parcel with (order_line_id, quantity) of a paid order; without `units` all that is left. Allocated stock leaves.

    Raises RuleViolation: not_shippable, on_hold, nothing_to_ship, over_quantity; Conflict("tracking_used"); NotFound."""
    order = orders.with_lines(order_id, lock=True)
    rules.check_shippable(order.status, order.held_at)
    chosen = left_to_send(order) if units is None else [unit for unit in units if unit[1] > 0]
    if not chosen:
        raise RuleViolation("nothing_to_ship", "There is nothing left to send.")
    _refuse_known(carrier, tracking)
    by_id = {line.id: line for line in order.lines}
    for line_id, quantity in chosen:
        line = by_id.get(line_id)
        if line is None or quantity > line.quantity - line.qty_cancelled - line.qty_shipped:
            raise RuleViolation("over_quantity", "There are more pieces in the parcel than are left to send.")
        line.qty_shipped += quantity
    shipment = Shipment(
        order_id=order_id, carrier=carrier, tracking=tracking, status=ShipmentStatus.HANDED_OVER, created_at=now, shipped_at=now,
        promised_at=promised_at or order.promised_at, last_event_at=now,
        lines=[ShipmentLine(order_line_id=line_id, quantity=quantity) for line_id, quantity in chosen],
    )  # fmt: skip
    db.session.add(shipment)
    db.session.flush()
    promising.ship(chosen, reference=f"shipment:{shipment.id}", now=now)
    order.shipped_at = order.shipped_at or now
    order.picked_at = order.picked_at or now
    lifecycle.follow_parcels(order, now=now)
    publish(OrderShipped(order_id=order_id, customer_id=order.customer_id, shipment_id=shipment.id, actor_id=actor_id, at=now))
    return shipment


def left_to_send(order: Order) -> list[tuple[int, int]]:
    """(order_line_id, quantity) of all that is left to send; units under an open request stay here."""
    holds_back = order.aftersale_status is AftersaleStatus.OPEN
    left = [
        (line.id, line.quantity - line.qty_cancelled - line.qty_shipped - (line.qty_open if holds_back else 0))
        for line in order.lines
    ]
    return [unit for unit in left if unit[1] > 0]


@command
def announce_return(
    order_id: int, case_ref: str, carrier: str, tracking: str, units: Sequence[tuple[int, int]], *, now: datetime
) -> Shipment:
    """A customer's parcel on its way back to us. The same number for the same case again is harmless.

    Raises Conflict("tracking_used") when the number belongs to another parcel."""
    known = _known(carrier, tracking)
    if known is not None and known.case_ref == case_ref:
        return known
    _refuse_known(carrier, tracking)
    shipment = Shipment(
        order_id=order_id, direction=Direction.RETURN, case_ref=case_ref, carrier=carrier, tracking=tracking, created_at=now,
        shipped_at=now, status=ShipmentStatus.HANDED_OVER, last_event_at=now,
        lines=[ShipmentLine(order_line_id=line_id, quantity=quantity) for line_id, quantity in units if quantity > 0],
    )  # fmt: skip
    db.session.add(shipment)
    db.session.flush()
    return shipment


def _known(carrier: str, tracking: str) -> Shipment | None:
    return db.session.scalar(select(Shipment).where(Shipment.carrier == carrier, Shipment.tracking == tracking))


def _refuse_known(carrier: str, tracking: str) -> None:
    if _known(carrier, tracking) is not None:
        raise Conflict("tracking_used", "This tracking number already belongs to another parcel.")
