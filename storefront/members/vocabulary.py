"""The words of membership, points and store credit."""

from enum import StrEnum

POINT_MINOR = 1  # what one point pays, in minor units of the shop's currency
EARN_PER_MINOR = 100  # one point is earned per so many minor units paid


class AccountKind(StrEnum):
    """Two accounts with entries of the same shape."""

    STORE_CREDIT = "store_credit"
    POINTS = "points"


class EntryKind(StrEnum):
    EARNED = "earned"  # pending until the after-sale window ends (R12)
    RELEASED = "released"  # from pending to the balance
    REVERSED = "reversed"
    SPENT = "spent"
    GIVEN_BACK = "given_back"
    ISSUED = "issued"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
