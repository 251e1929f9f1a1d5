"""Movements: the only way in which stock comes, goes and changes its condition."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db
from kit.errors import RuleViolation
from storefront.inventory import rules
from storefront.inventory.models import StockLevel, StockMovement
from storefront.inventory.vocabulary import MAIN, Booking, Disposition, MovementKind

_COLUMNS = {counter: f"{counter.removesuffix('_total')}_change" for counter in rules.COUNTERS}
_COUNTERS = [
    getattr(StockLevel, name) for name in ("on_hand", "allocated", "held", "quarantine", "refurb", "scrap_total", "backorder")
]


@command
def move(
    sku_id: int, kind: MovementKind, quantity: int, *, reference: str, location: str = MAIN, reason: Booking | None = None,
    note: str = "", actor_id: int | None = None, now: datetime,
) -> bool:  # fmt: skip
    """Record a movement; the database moves the counters with it and nobody else can. False when `reference` already did this
    (then nothing happens).

    Raises RuleViolation("out_of_stock") when a counter would fall below zero or more were promised than there is."""
    changed = rules.changes(kind, quantity)
    if not rules.can_take(lock_level(sku_id, location), changed):
        if _is_booked(reference, kind):
            return False
        raise RuleViolation("out_of_stock", "There is not enough of this article in stock.", field="quantity")
    columns = {_COLUMNS[counter]: change for counter, change in changed.items()}
    row = insert(StockMovement).values(
        sku_id=sku_id, kind=kind, quantity=quantity, location=location, reference=reference, reason=reason, note=note,
        actor_id=actor_id, at=now, **columns,
    )  # fmt: skip
    return db.session.execute(row.on_conflict_do_nothing().returning(StockMovement.id)).first() is not None


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


def lock_level(sku_id: int, location: str = MAIN) -> Row[Any]:
    """The counters of an article, locked until the end of the transaction; made at zero when there are none."""
    place = StockLevel.sku_id == sku_id, StockLevel.location == location
    mine = select(*_COUNTERS).where(*place).with_for_update()
    found = db.session.execute(mine).first()
    if found is None:
        db.session.execute(insert(StockLevel).values(sku_id=sku_id, location=location).on_conflict_do_nothing())
        found = db.session.execute(mine).one()
    return found


def _is_booked(reference: str, kind: MovementKind) -> bool:
    booked = exists().where(StockMovement.reference == reference, StockMovement.kind == kind)
    return bool(db.session.scalar(select(booked)))
