"""The words of promotions."""

from enum import StrEnum


class PromotionKind(StrEnum):
    """Applied in this order (R6): on items, on the whole order, on the freight."""

    ITEM = "item"
    ORDER = "order"
    SHIPPING = "shipping"


class Benefit(StrEnum):
    AMOUNT_OFF = "amount_off"
    PERCENT_OFF = "percent_off"
    FIXED_PRICE = "fixed_price"  # a flash price: what one piece costs
    FREE = "free"  # the freight


class Funding(StrEnum):
    MERCHANT = "merchant"
    PLATFORM = "platform"


class ReturnMode(StrEnum):
    """How a return treats the promotion (R7)."""

    FROZEN = "frozen"
    REPRICE = "reprice"


class RestoreOn(StrEnum):
    """When a used coupon goes back to the buyer (R13)."""

    FULL_CANCEL = "full_cancel"
    NEVER = "never"


class CouponStatus(StrEnum):
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class NotYet(StrEnum):
    """Why an offer did not take part."""

    THRESHOLD = "threshold"  # more has to be in the bag
    NO_ITEM = "no_item"  # nothing in the bag is what it is for
    NOT_COMBINED = "not_combined"  # another offer came first
    USED_UP = "used_up"  # its budget or its pieces are gone


class PromotionState(StrEnum):
    """Where a promotion or a campaign stands in time."""

    RUNNING = "running"
    PLANNED = "planned"
    ENDED = "ended"
    STOPPED = "stopped"


class PromotionChange(StrEnum):
    """What is written into a promotion's history."""

    MADE = "made"
    CHANGED = "changed"
    STOPPED = "stopped"
    STARTED = "started"


CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
CODE_LENGTH = 10
MOST_CODES = 500
