"""The words of the imports: what a table holds, how its dates are written, why a file or a row is refused."""

from enum import StrEnum


class Kind(StrEnum):
    """What one row of a table is. The first five can be imported; the others lie beside them."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    ORDERS = "orders"
    REVIEWS = "reviews"
    TICKETS = "tickets"
    ITEMS = "items"
    PAYMENTS = "payments"
    TRANSLATIONS = "translations"


IMPORTABLE = (Kind.CUSTOMERS, Kind.PRODUCTS, Kind.ORDERS, Kind.TICKETS, Kind.REVIEWS)


class DateOrder(StrEnum):
    """How a date is written: year first, month first or day first."""

    ISO = "iso"
    MDY = "mdy"
    DMY = "dmy"


class OrderState(StrEnum):
    """Where an imported order stands; the words of the order core."""

    PENDING_PAYMENT = "pending_payment"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CLOSED = "closed"
