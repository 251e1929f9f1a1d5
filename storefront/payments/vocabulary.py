"""The words of payments and refunds."""

from datetime import timedelta
from enum import StrEnum

RESEND_FOR = timedelta(hours=24)  # how long a provider promises to know our key; after that we only ask
QUERY_FOR = timedelta(days=7)  # after which a refund the provider does not know counts as failed
APPROVAL_LIMIT_MINOR = 200_000  # refunds above it need a second person


class Tender(StrEnum):
    """What kind of money pays."""

    PSP = "psp"
    STORE_CREDIT = "store_credit"
    POINTS = "points"
    GIFT_CARD = "gift_card"


class Settles(StrEnum):
    """How the money of a gateway comes in: it answers at once, the customer sends a transfer, or the courier takes it."""

    ONLINE = "online"
    TRANSFER = "transfer"
    AT_DOOR = "at_door"


class EntryState(StrEnum):
    """Where an entry of the bank statement stands."""

    OPEN = "open"
    MATCHED = "matched"
    SET_ASIDE = "set_aside"


class PaymentState(StrEnum):
    CREATED = "created"
    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class RefundState(StrEnum):
    """The states of a refund and of each of its tender rows (returns.md section 4)."""

    HELD = "held"
    READY = "ready"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SUCCEEDED_MANUAL = "succeeded_manual"


class RefundKind(StrEnum):
    GOODS = "goods"
    SHIPPING = "shipping"
    GOODWILL = "goodwill"
    FEE = "fee"
    DIFFERENCE = "difference"


class PaymentEventKind(StrEnum):
    CAPTURED = "captured"
    FAILED = "failed"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    OTHER = "other"


PAID_OUT = frozenset({RefundState.SUCCEEDED, RefundState.SUCCEEDED_MANUAL})
