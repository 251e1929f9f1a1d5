"""How many points goods are worth."""

from collections.abc import Iterable
from dataclasses import dataclass

from storefront.members.vocabulary import EARN_PER_MINOR


@dataclass(frozen=True)
class Kept:
    """A line's money in minor units: paid for it, and given back of that."""

    payable_minor: int
    refunded_minor: int


def points_for(lines: Iterable[Kept]) -> int:
    """Points for the goods that were kept, rounded down (R6); freight earns nothing."""
    return max(sum(line.payable_minor - line.refunded_minor for line in lines), 0) // EARN_PER_MINOR
