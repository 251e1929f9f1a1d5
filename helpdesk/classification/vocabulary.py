"""The words of classification: categories, sub-types, intents, languages, moods and urgency."""

from enum import StrEnum


class Category(StrEnum):
    """What a text is about first of all (handbook 4.3(3))."""

    QUALITY = "quality"
    LOGISTICS = "logistics"
    SERVICE = "service"
    ORDER = "order"
    ACCOUNT = "account"
    OTHER = "other"


class Intent(StrEnum):
    """What the writer wants to reach."""

    DELIVERY_QUESTION = "delivery_question"
    DELIVERY_PROBLEM = "delivery_problem"
    CHANGE_DELIVERY = "change_delivery"
    SHIPPING_FEE = "shipping_fee"
    CANCEL_ORDER = "cancel_order"
    RETURN_REQUEST = "return_request"
    EXCHANGE_REQUEST = "exchange_request"
    REFUND_REQUEST = "refund_request"
    INVOICE = "invoice"
    PRICE_PROMO = "price_promo"
    PAYMENT_ISSUE = "payment_issue"
    ORDER_QUESTION = "order_question"
    PRODUCT_DEFECT = "product_defect"
    REPAIR_INSTALL = "repair_install"
    SERVICE_COMPLAINT = "service_complaint"
    ACCOUNT_HELP = "account_help"
    PRODUCT_QUESTION = "product_question"
    CONTACT_AGENT = "contact_agent"
    SUGGESTION = "suggestion"
    OTHER = "other"


class Language(StrEnum):
    """The language a text is written in; `mixed` has a good part of both."""

    ZH = "zh"
    EN = "en"
    MIXED = "mixed"
    OTHER = "other"


class Sentiment(StrEnum):
    """The mood of a text."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Urgency(StrEnum):
    """How soon somebody must look; priority has the same four names."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


SUBTYPES: dict[Category, tuple[str, ...]] = {
    Category.QUALITY: ("defect", "not_as_described", "counterfeit", "expired", "performance"),
    Category.LOGISTICS: (
        "late",
        "lost",
        "signed_not_received",
        "wrong_item",
        "missing_item",
        "transit_damage",
        "courier",
        "address_change",
        "shipping_fee",
    ),
    Category.SERVICE: ("attitude", "no_answer", "after_sales", "warranty"),
    Category.ORDER: ("cancel", "change", "refund", "return_exchange", "payment", "price", "invoice", "coupon"),
    Category.ACCOUNT: ("login", "data", "membership"),
    Category.OTHER: ("presale", "suggestion", "chat"),
}

NO_SUBTYPE = "-"


class Topic(StrEnum):
    """What a lexicon phrase is evidence of: one of the categories, or a signal beside them."""

    QUALITY = "quality"
    LOGISTICS = "logistics"
    SERVICE = "service"
    ORDER = "order"
    ACCOUNT = "account"
    OTHER = "other"
    URGENCY = "urgency"
    SENTIMENT = "sentiment"


CATEGORY_TOPICS = frozenset(Topic(category.value) for category in Category)
