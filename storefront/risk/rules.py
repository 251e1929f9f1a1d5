"""What speaks for a look at an order before it is sent: each reason has its points and is shown with the figure behind it. Points
hold an order until a person has looked; they never cancel one."""

from collections.abc import Mapping
from dataclasses import dataclass

from storefront.risk.vocabulary import Reason

HOLD_FROM = 50


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known when an order is paid or confirmed. Amounts in minor units; refusals count for 180 days, orders for one."""

    payable_minor: int
    is_new_region: bool  # the customer has had orders, none of them to this region
    is_other_name: bool  # the recipient is called otherwise than the customer and than earlier recipients
    refusals: int
    orders_today: int
    people_with_phone: int
    declined_attempts: int
    is_first_at_door: bool


@dataclass(frozen=True)
class Weight:
    """The points of a reason, and the figure from which on it counts."""

    points: int
    threshold: int


@dataclass(frozen=True)
class Finding:
    reason: Reason
    points: int
    figure: int


def findings(facts: Facts, weights: Mapping[Reason, Weight]) -> list[Finding]:
    """The reasons that count for this order, the heaviest first."""
    seen = {
        Reason.HIGH_AMOUNT: facts.payable_minor,
        Reason.ADDRESS_MISMATCH: int(facts.is_new_region) + int(facts.is_other_name),
        Reason.REPEATED_REFUSALS: facts.refusals,
        Reason.MANY_ORDERS: facts.orders_today,
        Reason.SHARED_PHONE: facts.people_with_phone,
        Reason.DECLINED_PAYMENTS: facts.declined_attempts,
        Reason.FIRST_AT_DOOR: facts.payable_minor if facts.is_first_at_door else 0,
    }
    found = [
        Finding(reason, weights[reason].points, figure)
        for reason, figure in seen.items()
        if reason in weights and weights[reason].points > 0 and figure > 0 and figure >= weights[reason].threshold
    ]
    return sorted(found, key=lambda finding: -finding.points)


def holds(found: list[Finding]) -> bool:
    """Do the points together ask for a look?"""
    return sum(finding.points for finding in found) >= HOLD_FROM
