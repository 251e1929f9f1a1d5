"""What happens in the shop. Other packages listen here and nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    subject: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderEvent):
    """Prices, shares and stock are fixed; `order_line_ids` in line order."""

    customer_id: int
    order_line_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class OrderPaid(OrderEvent):
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """Closed before anything was sent. `reason` is unpaid, cancelled or refunded."""

    customer_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class LineCancelled(OrderEvent):
    order_line_id: int
    quantity: int


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(OrderEvent):
    """The order will be sent before it is paid: the courier takes the money at the door."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderChanged(OrderEvent):
    """Recipient, address or note were changed; `fields` names which, without their content."""

    customer_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class OrderHeld(OrderEvent):
    """The shop looks at the order before it sends anything; `reasons` are codes."""

    customer_id: int
    reasons: list[str]


@dataclass(frozen=True, kw_only=True)
class OrderReleased(OrderEvent):
    """The shop has looked and sends the order."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class PickingStarted(OrderEvent):
    """The goods are being fetched from the shelf."""


@dataclass(frozen=True, kw_only=True)
class OrderShipped(OrderEvent):
    """A parcel left; there may be several per order."""

    customer_id: int
    shipment_id: int


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(OrderEvent):
    """A parcel arrived: the after-sale window of its lines begins at `delivered_at`."""

    customer_id: int
    shipment_id: int
    order_line_ids: list[int]
    delivered_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReturnParcelMoved(OrderEvent):
    """A parcel on its way back to us was seen. `status` is one of the shipment's words."""

    shipment_id: int
    case_ref: str
    status: str


@dataclass(frozen=True, kw_only=True)
class OrderCompleted(OrderEvent):
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryException(OrderEvent):
    """Something went wrong on the way, told once per parcel and kind: late, attempt_failed, refused, lost, damaged, returning."""

    customer_id: int
    shipment_id: int
    incident_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PaymentCaptured(OrderEvent):
    """The money of one tender is in, purses included."""

    payment_id: int
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class LatePayment(OrderEvent):
    """Money arrived for an order already closed; it is refunded in full and somebody is told."""

    payment_id: int
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class ReviewPosted(Event):
    subject: ClassVar[str] = "review"
    review_id: int
    stars: int
    product_id: int | None = None
    order_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProductDelisted(Event):
    subject: ClassVar[str] = "product"
    product_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProductSubmitted(Event):
    """A product waits for somebody's approval."""

    subject: ClassVar[str] = "product"
    product_id: int


@dataclass(frozen=True, kw_only=True)
class ProductShelved(Event):
    subject: ClassVar[str] = "product"
    product_id: int


@dataclass(frozen=True, kw_only=True)
class CategoryMoved(Event):
    """A shelf with all below it has another path, or its goods went to another shelf; what names paths follows."""

    subject: ClassVar[str] = "category"
    category_id: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class StockLow(Event):
    """An article fell to its threshold or below; told once until it has recovered."""

    subject: ClassVar[str] = "sku"
    sku_id: int
    product_id: int
    available: int
    threshold: int


@dataclass(frozen=True, kw_only=True)
class ThresholdChanged(Event):
    """From how many units on the manager is told that an article runs low; 0 is never."""

    subject: ClassVar[str] = "sku"
    sku_id: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class RefundEvent(Event):
    """`case_ref` is what the requester of the refund gave, usually the number of the case, or None."""

    subject: ClassVar[str] = "refund"
    refund_id: int
    order_id: int
    case_ref: str | None
    reference: str


@dataclass(frozen=True, kw_only=True)
class RefundRequested(RefundEvent):
    amount_minor: int
    needs_approval: bool


@dataclass(frozen=True, kw_only=True)
class RefundSucceeded(RefundEvent):
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class RefundFailed(RefundEvent):
    """A tender refused for good; what it held is free again."""

    amount_minor: int
    failure: str


@dataclass(frozen=True, kw_only=True)
class UnknownRefundReported(Event):
    """A provider confirmed a refund under a key we never sent."""

    subject: ClassVar[str] = "payment_event"
    payment_event_id: int
    provider: str


@dataclass(frozen=True, kw_only=True)
class PromotionChanged(Event):
    """A promotion was made, changed, stopped or started; `fields` names what changed. Orders placed before keep their terms."""

    subject: ClassVar[str] = "promotion"
    promotion_id: int
    what: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class CouponsMade(Event):
    """So many codes were made for a promotion; the codes themselves are in no event."""

    subject: ClassVar[str] = "promotion"
    promotion_id: int
    number: int
