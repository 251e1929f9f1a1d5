"""The words of proposals: what a resolution offered to a customer goes through."""

from datetime import timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(hours=48)
REMIND_AFTER = timedelta(hours=24)
LEAST_TEXT = 10
MOST_TEXT = 4000


class Status(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ConsentBy(StrEnum):
    """How the yes or no was given."""

    CUSTOMER = "customer"
    SPOKEN = "spoken"  # told to an agent, who recorded it
