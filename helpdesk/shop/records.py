"""What the desk sees of the shop: frozen records, amounts in minor units of their currency, instants in UTC."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Text = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One article of an order. `returnable` units have no live or settled remedy yet."""

    id: int
    order_id: int
    line_no: int
    sku_id: int | None
    product_id: int | None
    sku_no: str
    name: Text
    options: Text
    picture: str
    category_path: str
    flags: tuple[str, ...]
    consents: dict[str, Any]
    warranty_days: int
    quantity: int
    unit_price_minor: int
    list_total_minor: int
    discount_total_minor: int
    payable_minor: int
    tax_minor: int
    tax_rate_bp: int
    tax_included: bool
    qty_cancelled: int
    qty_shipped: int
    qty_delivered: int
    qty_open: int
    qty_settled: int
    refunded_minor: int
    refunded_tax_minor: int
    delivered_at: datetime | None
    origin_case_ref: str | None
    product_slug: str | None = None

    @property
    def returnable(self) -> int:
        """Units for which something can still be asked."""
        return self.quantity - self.qty_cancelled - self.qty_open - self.qty_settled

    @property
    def remaining_minor(self) -> int:
        """What can still be refunded on this line, with tax."""
        return self.payable_minor + (0 if self.tax_included else self.tax_minor) - self.refunded_minor

    @property
    def state(self) -> str:
        """unshipped, shipped or delivered, as the return policy asks."""
        if self.qty_delivered:
            return "delivered"
        return "shipped" if self.qty_shipped else "unshipped"


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order with its lines. Personal data are in the clear: mask them where they are shown."""

    id: int
    number: str
    customer_id: int
    status: str
    payment_status: str
    fulfillment_status: str
    aftersale_status: str
    currency: str
    items_total_minor: int
    discount_total_minor: int
    shipping_minor: int
    tax_total_minor: int
    payable_minor: int
    jurisdiction: str
    channel: str
    recipient: str
    phone: str
    address: str
    region: str
    postcode: str
    note: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    promised_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    origin: str | None
    lines: tuple[OrderLine, ...] = field(default=())

    def line(self, order_line_id: int) -> OrderLine | None:
        """The order's own line with this id, else None."""
        return next((line for line in self.lines if line.id == order_line_id), None)


@dataclass(frozen=True, kw_only=True)
class OrderSummary:
    """An order as a list shows it; `names` and `pictures` of its first lines."""

    id: int
    number: str
    status: str
    currency: str
    payable_minor: int
    placed_at: datetime
    delivered_at: datetime | None
    items: int
    names: tuple[Text, ...]
    pictures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CustomerSummary:
    """What a customer is worth: completed and running orders, money kept by us, level key and its name, first order."""

    user_id: int
    orders_count: int
    spent_minor: int
    currency: str
    level: str | None
    level_name: Text
    window_bonus_days: int
    store_credit_minor: int
    points: int
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class TenderRecord:
    """One payment of an order."""

    id: int
    provider: str
    tender: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    refund_held_minor: int
    status: str
    captured_at: datetime | None

    @property
    def refundable_minor(self) -> int:
        return self.captured_minor - self.refunded_minor - self.refund_held_minor


@dataclass(frozen=True, kw_only=True)
class TrackingRecord:
    status: str
    text: Text
    place: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """A parcel; `lines` are (order_line_id, quantity), `events` newest first."""

    id: int
    order_id: int
    direction: str
    case_ref: str | None
    carrier: str
    carrier_name: Text
    tracking: str
    status: str
    attempts: int
    shipped_at: datetime | None
    promised_at: datetime | None
    delivered_at: datetime | None
    lines: tuple[tuple[int, int], ...]
    events: tuple[TrackingRecord, ...]


@dataclass(frozen=True, kw_only=True)
class RefundPart:
    """What a refund is for: a line (units, or an amount with quantity 0), the freight, or neither (goodwill)."""

    order_line_id: int | None = None
    order_shipping_id: int | None = None
    quantity: int = 0
    amount_minor: int
    tax_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class RefundTenderRecord:
    """The share of a refund on one tender. States: held, ready, processing, unknown, succeeded, failed, succeeded_manual."""

    id: int
    payment_id: int
    provider: str
    tender: str
    amount_minor: int
    status: str
    failure: str
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Refund:
    id: int
    number: str
    reference: str
    order_id: int
    case_ref: str | None
    kind: str
    status: str
    currency: str
    amount_minor: int
    tax_minor: int
    reason: str
    requester_id: int | None
    approver_id: int | None
    requested_at: datetime
    finished_at: datetime | None
    parts: tuple[RefundPart, ...]
    tenders: tuple[RefundTenderRecord, ...]

    @property
    def needs_approval(self) -> bool:
        return self.status == "held"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A stock-keeping unit offered as replacement."""

    id: int
    sku_no: str
    product_id: int
    name: Text
    options: Text
    picture: str
    price_minor: int
    currency: str
    available: int


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A product of the shop; `note` says why it was taken off the shelf."""

    id: int
    name: Text
    slug: str
    note: str
