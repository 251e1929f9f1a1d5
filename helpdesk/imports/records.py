"""What the imports hand on: frozen records in our own terms, whatever the source looked like.

Instants are UTC, money is whole minor units of the record's currency, texts in two languages are {"en", "zh"}.
`origin_id` is the source's own id; together with the origin it names the record for ever.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Generic, NamedTuple, TypeVar

from helpdesk.imports.vocabulary import OrderState

Text = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRecord:
    recipient: str = ""
    phone: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """`person_id` is the same for all rows of one person; without an e-mail the person cannot sign in."""

    origin_id: str
    person_id: str
    name: str
    email: str | None = None
    phone: str | None = None
    locale: str | None = None
    address: AddressRecord | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRecord:
    """`price_minor` None: the source does not say; `category` runs from the top shelf to the lowest."""

    origin_id: str
    sku: str
    name: Text
    description: Text | None = None
    category: tuple[Text, ...] = ()
    currency: str = "CNY"
    price_minor: int | None = None
    stock: int | None = None
    weight_g: int | None = None
    warranty_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """`product_id` and `sku` name the product in the source; `unit_price_minor` is what one unit cost."""

    line_no: int
    product_id: str
    sku: str
    name: Text
    quantity: int
    unit_price_minor: int
    shipping_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecord:
    sequence: int
    method: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """`source_status` keeps the source's word for `status`; an order may have no items and no payments."""

    origin_id: str
    number: str
    status: OrderState
    source_status: str
    currency: str
    placed_at: datetime
    customer: CustomerRecord | None = None
    address: AddressRecord | None = None
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    promised_at: datetime | None = None
    shipping_minor: int = 0
    discount_minor: int = 0
    carrier: str = ""
    tracking: str = ""
    items: tuple[ItemRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecord:
    """`rating` is 1 to 5; `product_id` is None where the source rates the order as a whole."""

    origin_id: str
    order_id: str | None
    product_id: str | None
    rating: int
    title: str
    body: str
    posted_at: datetime | None
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRecord:
    """`category`, `subtype` and `intent` are empty where the source does not say: then the text is classified."""

    origin_id: str
    subject: str
    body: str
    language: str = ""
    channel: str = ""
    category: str = ""
    subtype: str = ""
    intent: str = ""
    status: str = ""
    priority: str = ""
    order_id: str | None = None
    requester: CustomerRecord | None = None
    created_at: datetime | None = None


Record = CustomerRecord | ProductRecord | OrderRecord | ReviewRecord | TicketRecord


R = TypeVar("R", bound=Record)


class Entry(NamedTuple, Generic[R]):
    """A sound row: its record, and where it came from should the database refuse it after all."""

    record: R
    line: int
    cells: list[str]
    digest: bytes


def digest(record: Record) -> bytes:
    """16 bytes that change when any value of the record does: a repeated import finds what is unchanged by them."""
    return blake2b(repr(record).encode(), digest_size=16).digest()
