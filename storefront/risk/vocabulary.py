"""The words of the check."""

from datetime import timedelta
from enum import StrEnum

LOOK_BACK = timedelta(days=180)
DAY = timedelta(days=1)


class Reason(StrEnum):
    """What speaks for a look at an order."""

    HIGH_AMOUNT = "high_amount"
    ADDRESS_MISMATCH = "address_mismatch"
    REPEATED_REFUSALS = "repeated_refusals"
    MANY_ORDERS = "many_orders"
    SHARED_PHONE = "shared_phone"
    DECLINED_PAYMENTS = "declined_payments"
    FIRST_AT_DOOR = "first_at_door"


class CheckState(StrEnum):
    OPEN = "open"
    RELEASED = "released"
    CANCELLED = "cancelled"
