"""The words of the stock."""

from enum import StrEnum

MAIN = "main"  # the location of a shop with one warehouse


class MovementKind(StrEnum):
    """What happened to units. Each kind says which counters it moves (`rules.CHANGES`)."""

    RECEIVED = "received"
    ALLOCATED = "allocated"
    RELEASED = "released"
    SHIPPED = "shipped"
    ADJUSTED = "adjusted"
    QUARANTINED = "quarantined"
    RESTOCKED = "restocked"
    SENT_TO_REFURBISH = "sent_to_refurbish"
    REFURBISHED = "refurbished"
    SCRAPPED = "scrapped"
    RETURNED_TO_VENDOR = "returned_to_vendor"
    DONATED = "donated"
    LOST = "lost"
    SET_ASIDE = "set_aside"


class HoldStatus(StrEnum):
    ACTIVE = "active"
    ALLOCATED = "allocated"
    RELEASED = "released"
    SHIPPED = "shipped"


class Disposition(StrEnum):
    """What becomes of a returned unit once it was graded (returns.md section 5)."""

    RESTOCK_NEW = "restock_new"
    RESTOCK_OPEN_BOX = "restock_open_box"
    REFURBISH = "refurbish"
    RETURN_TO_VENDOR = "return_to_vendor"
    SCRAP = "scrap"
    DONATE = "donate"
    HOLD_AS_EVIDENCE = "hold_as_evidence"
    MISSING = "missing"


class Booking(StrEnum):
    """What a person in the warehouse books by hand; kept on the movement as its reason."""

    RECEIVED = "received"
    COUNTED = "counted"  # a stocktake: the quantity is what lies there, not a change
    FOUND = "found"
    DAMAGED = "damaged"
    LOST = "lost"
    EXPIRED = "expired"
    SAMPLE = "sample"
    SET_ASIDE = "set_aside"
    RESTOCKED = "restocked"
    SENT_TO_REFURBISH = "sent_to_refurbish"
    REFURBISHED = "refurbished"
    RETURNED_TO_VENDOR = "returned_to_vendor"
    SCRAPPED = "scrapped"
    DONATED = "donated"


class StockState(StrEnum):
    """What the list of stock can be narrowed to."""

    LOW = "low"
    OUT = "out"
    QUARANTINE = "quarantine"


MOST_AT_ONCE = 100_000  # units in one booking
COVER_DAYS = 30  # the window of the report on days of cover
IDLE_DAYS = 90
AMPLE_DAYS = 180  # more cover than this is a slow mover
