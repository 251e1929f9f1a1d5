"""The reasons a customer may give: whose fault, which evidence, which window (the reason set of the after-sales domain)."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.returns.vocabulary import Fault, Reason


@dataclass(frozen=True, kw_only=True)
class ReasonRule:
    """`is_free_choice`: the right to return without a reason. `soft_hours`: reported later, a person looks at it."""

    fault: Fault
    photos: int = 0
    is_free_choice: bool = False
    needs_video_for_electronics: bool = False
    soft_hours: int | None = None
    is_legal: bool = False
    auto_allowed: bool = True


REASONS: Mapping[Reason, ReasonRule] = {
    Reason.NO_LONGER_WANTED: ReasonRule(fault=Fault.BUYER, is_free_choice=True),
    Reason.SIZE_COLOUR: ReasonRule(fault=Fault.BUYER, is_free_choice=True),
    Reason.DUPLICATE_ORDER: ReasonRule(fault=Fault.BUYER, is_free_choice=True),
    Reason.NOT_AS_DESCRIBED: ReasonRule(fault=Fault.MERCHANT, photos=2),
    Reason.QUALITY_DEFECT: ReasonRule(fault=Fault.MERCHANT, photos=2, needs_video_for_electronics=True),
    Reason.DAMAGED_ON_ARRIVAL: ReasonRule(fault=Fault.CARRIER, photos=2, soft_hours=48),
    Reason.WRONG_ITEM: ReasonRule(fault=Fault.MERCHANT, photos=1),
    Reason.MISSING_PARTS: ReasonRule(fault=Fault.MERCHANT, photos=1),
    Reason.SHORT_SHIPPED: ReasonRule(fault=Fault.MERCHANT, photos=1),
    Reason.COUNTERFEIT: ReasonRule(fault=Fault.MERCHANT, is_legal=True),
    Reason.NOT_DELIVERED: ReasonRule(fault=Fault.CARRIER, auto_allowed=False),
    Reason.LOST: ReasonRule(fault=Fault.CARRIER, auto_allowed=False),
    Reason.REFUSED: ReasonRule(fault=Fault.NONE, auto_allowed=False),
    Reason.LATE_DELIVERY: ReasonRule(fault=Fault.CARRIER, auto_allowed=False),
    Reason.PRICE_DROP: ReasonRule(fault=Fault.NONE, auto_allowed=False),
    Reason.RECALL: ReasonRule(fault=Fault.MERCHANT),
    Reason.WARRANTY_REPAIR: ReasonRule(fault=Fault.MERCHANT, auto_allowed=False),
    Reason.FRAUD_CLAIM: ReasonRule(fault=Fault.MERCHANT, is_legal=True),
    Reason.OTHER: ReasonRule(fault=Fault.NONE, auto_allowed=False),
}
