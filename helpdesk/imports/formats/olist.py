"""The Olist export: eight tables of a Brazilian marketplace, prices in BRL, products known by category only."""

from decimal import Decimal

from helpdesk.imports import cells
from helpdesk.imports.checks import sound_order
from helpdesk.imports.records import (
    AddressRecord,
    CustomerRecord,
    ItemRecord,
    OrderRecord,
    PaymentRecord,
    ProductRecord,
    ReviewRecord,
    Text,
)
from helpdesk.imports.shapes import FORMATS, Beside, Format, Shape, Values, needed, optional, present
from helpdesk.imports.vocabulary import Kind, OrderState

CURRENCY = "BRL"
NONE = Decimal(0)
STATES = {
    "created": OrderState.PENDING_PAYMENT,
    "approved": OrderState.PAID,
    "invoiced": OrderState.PAID,
    "processing": OrderState.PAID,
    "shipped": OrderState.SHIPPED,
    "delivered": OrderState.DELIVERED,
    "canceled": OrderState.CLOSED,
    "unavailable": OrderState.CLOSED,
}


def customer(values: Values, _: Beside | None = None) -> CustomerRecord:
    """The export gives a person no name and one row per order; `customer_unique_id` is the person."""
    place = AddressRecord(
        country="BR",
        region=values["customer_state"] or "",
        city=(values["customer_city"] or "").title(),
        postcode=values["customer_zip_code_prefix"] or "",
    )
    person = values["customer_unique_id"]
    return CustomerRecord(
        origin_id=values["customer_id"], person_id=person, name=f"Cliente {person[:8]}", locale="en", address=place
    )


def product(values: Values, beside: Beside) -> ProductRecord:
    name, shelf = _named(values, beside)
    origin_id = values["product_id"]
    return ProductRecord(
        origin_id=origin_id, sku=origin_id, name=name, category=shelf, currency=CURRENCY, weight_g=values["product_weight_g"]
    )


def order(values: Values, beside: Beside) -> OrderRecord:
    origin_id = values["order_id"]
    items = tuple(_item(item, beside) for item in beside.find(Kind.ITEMS, origin_id))
    payments = tuple(_payment(payment) for payment in beside.find(Kind.PAYMENTS, origin_id))
    people = beside.find(Kind.CUSTOMERS, values["customer_id"])
    buyer = customer(people[0]) if people else None
    return sound_order(
        OrderRecord(
            origin_id=origin_id,
            number=origin_id,
            status=STATES[values["order_status"]],
            source_status=values["order_status"],
            currency=CURRENCY,
            placed_at=values["order_purchase_timestamp"],
            customer=buyer,
            address=buyer.address if buyer else None,
            paid_at=values["order_approved_at"],
            shipped_at=values["order_delivered_carrier_date"],
            delivered_at=values["order_delivered_customer_date"],
            promised_at=values["order_estimated_delivery_date"],
            shipping_minor=sum(item.shipping_minor for item in items),
            items=items,
            payments=payments,
        )
    )


def review(values: Values, _: Beside) -> ReviewRecord:
    """One review may rate several orders, so both ids name it."""
    return ReviewRecord(
        origin_id=f"{values['review_id']}/{values['order_id']}",
        order_id=values["order_id"],
        product_id=None,
        rating=values["review_score"],
        title=values["review_comment_title"] or "",
        body=values["review_comment_message"] or "",
        posted_at=values["review_creation_date"],
    )


def _item(values: Values, beside: Beside) -> ItemRecord:
    product_id = values["product_id"]
    described = beside.find(Kind.PRODUCTS, product_id)
    name, _ = _named(described[0], beside) if described else ({"en": product_id, "zh": product_id}, ())
    return ItemRecord(
        line_no=values["order_item_id"],
        product_id=product_id,
        sku=product_id,
        name=name,
        quantity=1,
        unit_price_minor=cells.minor(values["price"], CURRENCY, "price"),
        shipping_minor=cells.minor(values["freight_value"] or NONE, CURRENCY, "freight_value"),
    )


def _payment(values: Values) -> PaymentRecord:
    amount = cells.minor(values["payment_value"], CURRENCY, "payment_value")
    return PaymentRecord(sequence=values["payment_sequential"], method=values["payment_type"], amount_minor=amount)


def _named(values: Values, beside: Beside) -> tuple[Text, tuple[Text, ...]]:
    """A product's name and shelf, both made of its category: "Health beauty 8cab8aca"."""
    category = values["product_category_name"] or "outros"
    translated = beside.find(Kind.TRANSLATIONS, category)
    words = translated[0]["product_category_name_english"] if translated else category
    shelf = words.replace("_", " ").capitalize()
    name = f"{shelf} {values['product_id'][:8]}"
    return {"en": name, "zh": name}, ({"en": shelf, "zh": shelf},)


ID = cells.text(64)
WORD = cells.text(120)
CUSTOMERS = Shape(
    kind=Kind.CUSTOMERS,
    key="customer_id",
    columns={
        "customer_id": needed(ID),
        "customer_unique_id": needed(ID),
        "customer_zip_code_prefix": optional(cells.text(16)),
        "customer_city": optional(WORD),
        "customer_state": optional(WORD),
    },
    build=customer,
)
PRODUCTS = Shape(
    kind=Kind.PRODUCTS,
    key="product_id",
    columns={
        "product_id": needed(ID),
        "product_category_name": present(WORD),
        "product_weight_g": optional(cells.count(0, 10_000_000)),
    },
    beside=(Kind.TRANSLATIONS,),
    build=product,
)
ORDERS = Shape(
    kind=Kind.ORDERS,
    key="order_id",
    columns={
        "order_id": needed(ID),
        "customer_id": needed(ID),
        "order_status": needed(cells.word_of({word: word for word in STATES})),
        "order_purchase_timestamp": needed(None),
        "order_approved_at": optional(None),
        "order_delivered_carrier_date": optional(None),
        "order_delivered_customer_date": optional(None),
        "order_estimated_delivery_date": optional(None),
    },
    beside=(Kind.ITEMS, Kind.PAYMENTS, Kind.CUSTOMERS, Kind.PRODUCTS, Kind.TRANSLATIONS),
    build=order,
)
ITEMS = Shape(
    kind=Kind.ITEMS,
    key="order_id",
    columns={
        "order_id": needed(ID),
        "order_item_id": needed(cells.count(1, 10_000)),
        "product_id": needed(ID),
        "price": needed(cells.amount),
        "freight_value": optional(cells.amount),
    },
)
PAYMENTS = Shape(
    kind=Kind.PAYMENTS,
    key="order_id",
    columns={
        "order_id": needed(ID),
        "payment_sequential": needed(cells.count(1, 1000)),
        "payment_type": needed(WORD),
        "payment_value": needed(cells.amount),
    },
)
REVIEWS = Shape(
    kind=Kind.REVIEWS,
    key="review_id",
    columns={
        "review_id": needed(ID),
        "order_id": needed(ID),
        "review_score": needed(cells.count(1, 5)),
        "review_comment_title": optional(cells.text(200)),
        "review_comment_message": optional(cells.text(10_000)),
        "review_creation_date": optional(None),
    },
    build=review,
)
TRANSLATIONS = Shape(
    kind=Kind.TRANSLATIONS,
    key="product_category_name",
    columns={"product_category_name": needed(WORD), "product_category_name_english": needed(WORD)},
)

FORMATS.add(
    "olist",
    Format(
        key="olist",
        origin="olist",
        label="Olist Brazilian e-commerce export",
        shapes=(CUSTOMERS, PRODUCTS, ORDERS, ITEMS, PAYMENTS, REVIEWS, TRANSLATIONS),
    ),
)
