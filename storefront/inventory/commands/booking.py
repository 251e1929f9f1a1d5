"""What the warehouse books by hand: goods in, stocktakes, losses, quarantine; and from when on the manager is told."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from kit.accounts.models import User
from kit.accounts.vocabulary import MANAGERS, Role
from kit.db import command, db
from kit.errors import NotAllowed, NotFound, RuleViolation
from kit.events import publish
from storefront.catalogue.models import Sku
from storefront.events import ThresholdChanged
from storefront.inventory import rules
from storefront.inventory.commands import moving
from storefront.inventory.models import StockLevel
from storefront.inventory.vocabulary import MAIN, MOST_AT_ONCE, Booking, MovementKind

KEEPERS = MANAGERS | {Role.WAREHOUSE}


@command
def book(sku_id: int, what: Booking, quantity: int, *, note: str = "", reference: str, actor: User, now: datetime) -> bool:
    """Book units by hand. For a stocktake `quantity` is what was counted, otherwise how many moved. False when `reference` was
    booked already, or when the count found what was expected.

    Raises NotAllowed; NotFound; RuleViolation: bad_quantity, no_note, out_of_stock."""
    _check(sku_id, what, quantity, note, actor)
    if what is Booking.COUNTED:
        quantity -= moving.lock_level(sku_id).on_hand
        if quantity == 0:
            return False
        kind, sign = MovementKind.ADJUSTED, 1
    else:
        kind, sign = rules.BOOKINGS[what]
    return moving.move(
        sku_id, kind, sign * quantity, reference=reference, reason=what, note=note.strip(), actor_id=actor.id, now=now
    )


@command
def set_threshold(sku_id: int, threshold: int, *, actor: User, now: datetime) -> bool:
    """From how many available units on the manager is told; 0 is never. False when it was so already.

    Raises NotAllowed; NotFound; RuleViolation("bad_quantity")."""
    if actor.role not in MANAGERS:
        raise NotAllowed("set the threshold", sku_id)
    if not 0 <= threshold <= MOST_AT_ONCE:
        raise _bad_quantity("threshold")
    _known(sku_id)
    db.session.execute(insert(StockLevel).values(sku_id=sku_id, location=MAIN).on_conflict_do_nothing())
    place = StockLevel.sku_id == sku_id, StockLevel.location == MAIN
    before = db.session.scalars(select(StockLevel.threshold).where(*place).with_for_update()).one()
    if before == threshold:
        return False
    changed = update(StockLevel).where(*place).values(threshold=threshold)
    db.session.execute(changed, execution_options={"synchronize_session": False})
    publish(ThresholdChanged(sku_id=sku_id, before=before, after=threshold, actor_id=actor.id, at=now))
    return True


def _check(sku_id: int, what: Booking, quantity: int, note: str, actor: User) -> None:
    if actor.role not in KEEPERS:
        raise NotAllowed("book stock", sku_id)
    least = 0 if what is Booking.COUNTED else 1
    if not least <= quantity <= MOST_AT_ONCE:
        raise _bad_quantity("quantity")
    if what in rules.NEEDS_NOTE and not note.strip():
        raise RuleViolation("no_note", "Say in a few words why: the next person will want to know.", field="note")
    _known(sku_id)


def _known(sku_id: int) -> None:
    if db.session.get(Sku, sku_id) is None:
        raise NotFound("article", sku_id)


def _bad_quantity(field: str) -> RuleViolation:
    return RuleViolation("bad_quantity", "Enter a whole number of pieces, at most 100,000.", field=field)
