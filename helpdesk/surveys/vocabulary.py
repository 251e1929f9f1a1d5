"""The words of surveys."""

from datetime import timedelta
from enum import StrEnum


class Status(StrEnum):
    """Where a survey stands. Cancelled: the ticket was reopened before anybody was asked, or the customer wants no surveys."""

    SCHEDULED = "scheduled"
    SENT = "sent"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class Solved(StrEnum):
    """Is the problem solved, in the customer's eyes?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Praise(StrEnum):
    """What went well."""

    QUICK = "quick"
    CLEAR = "clear"
    FAIR = "fair"
    FRIENDLY = "friendly"
    DELIVERY = "delivery"


SCORES = (1, 2, 3, 4, 5)
SATISFIED_FROM = 4
LOW_UP_TO = 2
MAX_COMMENT = 4000
DELAY = timedelta(hours=1)
OPEN_FOR = timedelta(days=14)
REMIND_AFTER = timedelta(days=3)
