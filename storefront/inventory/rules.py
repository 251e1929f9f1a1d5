"""Which counters a movement changes, and what follows from a disposition."""

from collections.abc import Mapping
from typing import Protocol

from storefront.inventory.vocabulary import Booking, Disposition, MovementKind

COUNTERS = ("on_hand", "allocated", "quarantine", "refurb", "scrap_total")

CHANGES: Mapping[MovementKind, Mapping[str, int]] = {
    MovementKind.RECEIVED: {"on_hand": 1},
    MovementKind.ALLOCATED: {"allocated": 1},
    MovementKind.RELEASED: {"allocated": -1},
    MovementKind.SHIPPED: {"on_hand": -1, "allocated": -1},
    MovementKind.ADJUSTED: {"on_hand": 1},
    MovementKind.QUARANTINED: {"quarantine": 1},
    MovementKind.RESTOCKED: {"quarantine": -1, "on_hand": 1},
    MovementKind.SENT_TO_REFURBISH: {"quarantine": -1, "refurb": 1},
    MovementKind.REFURBISHED: {"refurb": -1, "quarantine": 1},
    MovementKind.SCRAPPED: {"quarantine": -1, "scrap_total": 1},
    MovementKind.RETURNED_TO_VENDOR: {"quarantine": -1},
    MovementKind.DONATED: {"quarantine": -1},
    MovementKind.LOST: {"on_hand": -1},
    MovementKind.SET_ASIDE: {"on_hand": -1, "quarantine": 1},
}

DISPOSITIONS: Mapping[Disposition, MovementKind | None] = {
    Disposition.RESTOCK_NEW: MovementKind.RESTOCKED,
    Disposition.RESTOCK_OPEN_BOX: MovementKind.RESTOCKED,
    Disposition.REFURBISH: MovementKind.SENT_TO_REFURBISH,
    Disposition.RETURN_TO_VENDOR: MovementKind.RETURNED_TO_VENDOR,
    Disposition.SCRAP: MovementKind.SCRAPPED,
    Disposition.DONATE: MovementKind.DONATED,
    Disposition.HOLD_AS_EVIDENCE: None,
    Disposition.MISSING: None,
}


def changes(kind: MovementKind, quantity: int) -> dict[str, int]:
    """By how much each counter moves when `quantity` units do this; a negative quantity only for adjustments."""
    return {counter: sign * quantity for counter, sign in CHANGES[kind].items()}


BOOKINGS: Mapping[Booking, tuple[MovementKind, int]] = {
    Booking.RECEIVED: (MovementKind.RECEIVED, 1),
    Booking.FOUND: (MovementKind.ADJUSTED, 1),
    Booking.DAMAGED: (MovementKind.ADJUSTED, -1),
    Booking.LOST: (MovementKind.LOST, 1),
    Booking.EXPIRED: (MovementKind.ADJUSTED, -1),
    Booking.SAMPLE: (MovementKind.ADJUSTED, -1),
    Booking.SET_ASIDE: (MovementKind.SET_ASIDE, 1),
    Booking.RESTOCKED: (MovementKind.RESTOCKED, 1),
    Booking.SENT_TO_REFURBISH: (MovementKind.SENT_TO_REFURBISH, 1),
    Booking.REFURBISHED: (MovementKind.REFURBISHED, 1),
    Booking.RETURNED_TO_VENDOR: (MovementKind.RETURNED_TO_VENDOR, 1),
    Booking.SCRAPPED: (MovementKind.SCRAPPED, 1),
    Booking.DONATED: (MovementKind.DONATED, 1),
}
NEEDS_NOTE = frozenset({Booking.FOUND, Booking.DAMAGED, Booking.LOST, Booking.SAMPLE, Booking.COUNTED})


class Counters(Protocol):
    """The counters of one article at one place."""

    on_hand: int
    allocated: int
    held: int
    quarantine: int
    refurb: int
    scrap_total: int
    backorder: bool


def can_take(level: Counters, changed: Mapping[str, int]) -> bool:
    """Whether no counter falls below zero and no more is promised than there is, unless the article may be back-ordered."""
    after = {counter: getattr(level, counter) + changed.get(counter, 0) for counter in COUNTERS}
    if any(value < 0 for value in after.values()):
        return False
    takes = "on_hand" in changed or changed.get("allocated", 0) > 0
    return not takes or level.backorder or after["allocated"] + level.held <= after["on_hand"]


def cover_days(available: int, sent: int, days: int) -> int | None:
    """For how many days the units last at the pace of the last `days`; None while nothing was sent."""
    return available * days // sent if sent else None


def to_order(available: int, sent: int, days: int) -> int:
    """How many units to order so that there is cover for `days` at the pace at which `sent` went in the same time."""
    return max(sent - max(available, 0), 0)
