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
