"""Movements: the only way in which stock comes, goes and changes its condition."""

from datetime import datetime

from sqlalchemy import and_, or_, update
from sqlalchemy.dialects.postgresql import insert

from kit.db import claimed, command, db
from kit.errors import RuleViolation
from storefront.inventory import rules
from storefront.inventory.models import StockLevel, StockMovement
from storefront.inventory.vocabulary import MAIN, Disposition, MovementKind

_COLUMNS = {counter: f"{counter.removesuffix('_total')}_change" for counter in rules.COUNTERS}


@command
def move(
    sku_id: int, kind: MovementKind, quantity: int, *, reference: str, location: str = MAIN, note: str = "",
    actor_id: int | None = None, now: datetime,
) -> bool:  # fmt: skip
    """Record a movement and move the counters. False when `reference` already did this (then nothing happens).

    Raises RuleViolation("out_of_stock") when a counter would fall below zero or more were promised than there is."""
    changed = rules.changes(kind, quantity)
    columns = {_COLUMNS[counter]: change for counter, change in changed.items()}
    row = insert(StockMovement).values(
        sku_id=sku_id, kind=kind, quantity=quantity, location=location, reference=reference, note=note, actor_id=actor_id, at=now,
        **columns,
    )  # fmt: skip
    if db.session.execute(row.on_conflict_do_nothing().returning(StockMovement.id)).first() is None:
        return False
    if not _shifted(sku_id, location, changed):
        _open_level(sku_id, location)
        if not _shifted(sku_id, location, changed):
            raise RuleViolation("out_of_stock", "There is not enough of this article in stock.", field="quantity")
    return True


@command
def receive(sku_id: int, quantity: int, *, reference: str, note: str = "", actor_id: int | None = None, now: datetime) -> bool:
    """New goods come in. False when `reference` was already booked."""
    return move(sku_id, MovementKind.RECEIVED, quantity, reference=reference, note=note, actor_id=actor_id, now=now)


@command
def receive_return(sku_id: int, quantity: int, *, reference: str, actor_id: int | None = None, now: datetime) -> bool:
    """A customer's goods come back: never straight to sellable (returns.md section 5). False when already booked."""
    return move(sku_id, MovementKind.QUARANTINED, quantity, reference=reference, actor_id=actor_id, now=now)


@command
def dispose(
    sku_id: int, disposition: Disposition, quantity: int, *, reference: str, open_box_sku_id: int | None = None,
    actor_id: int | None = None, now: datetime,
) -> bool:  # fmt: skip
    """Carry out what inspection decided for quarantined units; a chain of several is allowed. Open-box goods enter the stock of
    their own article. False when `reference` was already booked.

    Raises RuleViolation("out_of_stock") for more than is quarantined."""
    kind = rules.DISPOSITIONS[disposition]
    if kind is None:
        return False
    if disposition is Disposition.RESTOCK_OPEN_BOX and open_box_sku_id not in (None, sku_id):
        note = f"as open box to {open_box_sku_id}"
        moved = move(sku_id, MovementKind.DONATED, quantity, reference=reference, note=note, actor_id=actor_id, now=now)
        return moved and receive(open_box_sku_id or sku_id, quantity, reference=f"{reference}:open-box", actor_id=actor_id, now=now)
    return move(sku_id, kind, quantity, reference=reference, actor_id=actor_id, now=now)


def _shifted(sku_id: int, location: str, changed: dict[str, int]) -> bool:
    """One conditional update: it finds the row only while no counter breaks its rule."""
    after = {counter: getattr(StockLevel, counter) + change for counter, change in changed.items()}
    on_hand, allocated = after.get("on_hand", StockLevel.on_hand), after.get("allocated", StockLevel.allocated)
    allowed = [value >= 0 for value in after.values()]
    if "on_hand" in changed or changed.get("allocated", 0) > 0:
        allowed.append(or_(allocated + StockLevel.held <= on_hand, StockLevel.backorder))
    place = and_(StockLevel.sku_id == sku_id, StockLevel.location == location)
    return claimed(update(StockLevel).where(place, *allowed).values(**after))


def _open_level(sku_id: int, location: str) -> None:
    db.session.execute(insert(StockLevel).values(sku_id=sku_id, location=location).on_conflict_do_nothing())
