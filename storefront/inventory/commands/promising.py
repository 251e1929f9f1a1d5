"""Units promised to order lines: held until paid, then allocated, then shipped or given back. Always in order of the article,
so that two orders never wait for each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from kit.db import claimed, command, db
from kit.errors import RuleViolation
from storefront.inventory.commands.moving import move
from storefront.inventory.models import StockHold, StockLevel
from storefront.inventory.vocabulary import MAIN, HoldStatus, MovementKind


@dataclass(frozen=True)
class Promise:
    """So many units of an article for an order line."""

    order_line_id: int
    sku_id: int
    quantity: int


@command
def hold(promises: Sequence[Promise], *, expires_at: datetime | None) -> None:
    """Hold units for the lines. Raises RuleViolation("out_of_stock"), with `sku_id`, when one article has too few left."""
    for promise in sorted(promises, key=lambda promise: promise.sku_id):
        if not _hold_more(promise.sku_id, promise.quantity):
            raise RuleViolation(
                "out_of_stock", "Somebody was faster: there are not enough pieces left.", field="quantity", sku_id=promise.sku_id
            )
    db.session.add_all(
        StockHold(order_line_id=item.order_line_id, sku_id=item.sku_id, quantity=item.quantity, expires_at=expires_at)
        for item in promises
    )


@command
def allocate(order_line_ids: Collection[int], *, now: datetime) -> None:
    """Paid: what was held is now reserved for good."""
    for row in _holds(order_line_ids, HoldStatus.ACTIVE):
        _hold_more(row.sku_id, -row.quantity)
        move(row.sku_id, MovementKind.ALLOCATED, row.quantity, reference=f"line:{row.order_line_id}", now=now)
        row.status, row.expires_at = HoldStatus.ALLOCATED, None


@command
def release(order_line_ids: Collection[int], *, now: datetime) -> None:
    """Give back everything that is still promised to the lines."""
    for row in _holds(order_line_ids, HoldStatus.ACTIVE, HoldStatus.ALLOCATED):
        if row.quantity:
            _give_back(row, row.quantity, reference=f"line:{row.order_line_id}:rest", now=now)
        row.status = HoldStatus.RELEASED


@command
def release_units(order_line_id: int, quantity: int, *, reference: str, now: datetime) -> None:
    """Give back some units of a line whose order goes on. Lines without stock (imported ones) have none to give back."""
    for row in _holds([order_line_id], HoldStatus.ACTIVE, HoldStatus.ALLOCATED):
        _give_back(row, quantity, reference=reference, now=now)
        row.quantity -= quantity


@command
def ship(units: Sequence[tuple[int, int]], *, reference: str, now: datetime) -> None:
    """Allocated units of lines (order_line_id, quantity) leave the house. `reference` names the parcel."""
    wanted = dict(units)
    for row in _holds(wanted, HoldStatus.ALLOCATED):
        quantity = wanted[row.order_line_id]
        if quantity > row.quantity:
            raise RuleViolation("not_allocated", "More pieces were packed than are reserved for this order.")
        move(row.sku_id, MovementKind.SHIPPED, quantity, reference=f"{reference}:{row.order_line_id}", now=now)
        row.quantity -= quantity
        if row.quantity == 0:
            row.status = HoldStatus.SHIPPED


def _holds(order_line_ids: Collection[int], *statuses: HoldStatus) -> list[StockHold]:
    """The promises to these lines, locked, in order of the article."""
    mine = select(StockHold).where(StockHold.order_line_id.in_(order_line_ids), StockHold.status.in_(statuses))
    fresh = {"populate_existing": True}
    return list(db.session.scalars(mine.order_by(StockHold.sku_id).with_for_update(), execution_options=fresh))


def _give_back(row: StockHold, quantity: int, *, reference: str, now: datetime) -> None:
    if row.status is HoldStatus.ACTIVE:
        _hold_more(row.sku_id, -quantity)
    else:
        move(row.sku_id, MovementKind.RELEASED, quantity, reference=reference, now=now)


def _hold_more(sku_id: int, quantity: int) -> bool:
    """One conditional update; False when fewer than `quantity` are available."""
    free = StockLevel.on_hand - StockLevel.allocated - StockLevel.held >= quantity
    place = StockLevel.sku_id == sku_id, StockLevel.location == MAIN
    enough = [or_(free, StockLevel.backorder)] if quantity > 0 else []
    return claimed(update(StockLevel).where(*place, *enough).values(held=StockLevel.held + quantity))
