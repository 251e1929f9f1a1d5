"""The words of staff: whether an agent takes new work."""

from enum import StrEnum


class Availability(StrEnum):
    """`away` and `offline` agents get no new tickets; those they have stay theirs."""

    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"


DEFAULT_CAPACITY = 12
"""How many open tickets an agent looks after at once, unless set otherwise."""

DEFAULT_GROUP = "care"
