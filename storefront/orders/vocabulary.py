"""The words of orders."""

from datetime import timedelta
from enum import StrEnum

UNPAID_TIMEOUT = timedelta(minutes=30)
CONFIRM_AFTER_SHIPPING = timedelta(days=10)
CONFIRM_AFTER_DELIVERY = timedelta(days=7)
PER_PAGE = 20
MANAGED_PER_PAGE = 50


class OrderStatus(StrEnum):
    """The stored life cycle; the three other statuses are derived."""

    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"  # to be paid at the door
    PAID = "paid"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CLOSED = "closed"


class PaymentStatus(StrEnum):
    UNPAID = "unpaid"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class FulfillmentStatus(StrEnum):
    UNFULFILLED = "unfulfilled"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class AftersaleStatus(StrEnum):
    NONE = "none"
    OPEN = "open"
    PARTLY_SETTLED = "partly_settled"
    SETTLED = "settled"


class CloseReason(StrEnum):
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Channel(StrEnum):
    PC = "pc"
    MOBILE = "mobile"
    APP = "app"
    STORE = "store"
    PHONE = "phone"
    IMPORT = "import"


SHIPPABLE = frozenset({OrderStatus.CONFIRMED, OrderStatus.PAID, OrderStatus.PARTIALLY_SHIPPED})
CANCELLABLE = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.CONFIRMED, OrderStatus.PAID})
UNDERWAY = SHIPPABLE | {OrderStatus.SHIPPED, OrderStatus.DELIVERED}
FINAL = frozenset({OrderStatus.COMPLETED, OrderStatus.CLOSED})
