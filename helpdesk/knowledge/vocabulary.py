"""The words of the help centre: sections, states of an article, and the articles that are shipped."""

from enum import StrEnum
from typing import NamedTuple


class Section(StrEnum):
    """Where an article stands in the help centre, in the order shown."""

    DELIVERY = "delivery"
    RETURNS = "returns"
    ORDERS = "orders"
    WARRANTY = "warranty"
    ACCOUNT = "account"
    CONTACT = "contact"


class State(StrEnum):
    """Customers see published articles only."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Shipped(NamedTuple):
    """A shipped article: its place, and the sub-types of classification it answers."""

    slug: str
    section: Section
    topics: tuple[str, ...]


SHIPPED = (
    Shipped("delivery-times", Section.DELIVERY, ("late", "shipping_fee")),
    Shipped("track-a-parcel", Section.DELIVERY, ("late",)),
    Shipped("delivered-but-not-received", Section.DELIVERY, ("signed_not_received", "lost")),
    Shipped("return-within-7-days", Section.RETURNS, ("return_exchange",)),
    Shipped("refund-timing", Section.RETURNS, ("refund",)),
    Shipped("exchange", Section.RETURNS, ("return_exchange",)),
    Shipped("damaged-on-arrival", Section.RETURNS, ("transit_damage", "wrong_item", "missing_item", "defect", "not_as_described")),
    Shipped("change-or-cancel-an-order", Section.ORDERS, ("cancel", "change", "address_change")),
    Shipped("payment", Section.ORDERS, ("payment", "price", "coupon")),
    Shipped("invoices", Section.ORDERS, ("invoice",)),
    Shipped("warranty-and-repair", Section.WARRANTY, ("warranty", "after_sales", "defect", "performance")),
    Shipped("account-and-sign-in", Section.ACCOUNT, ("login", "data", "membership")),
    Shipped("contact-and-hours", Section.CONTACT, ("no_answer", "attitude", "chat", "suggestion")),
)
