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
    FREE = "free"


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
