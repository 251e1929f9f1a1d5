"""Which counters a movement changes, and what follows from a disposition."""

from collections.abc import Mapping

from storefront.inventory.vocabulary import Disposition, MovementKind

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
