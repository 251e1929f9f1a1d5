"""What the writer wants and which sub-type it falls under, from the phrases already found."""

from collections import defaultdict
from collections.abc import Sequence

from helpdesk.classification.rules.matching import Match
from helpdesk.classification.vocabulary import CATEGORY_TOPICS, SUBTYPES, Category, Intent

ELSEWHERE = 0.4  # a wish expressed in words of another category counts less than one of the chosen category
_USUAL = {
    Category.QUALITY: Intent.PRODUCT_DEFECT,
    Category.LOGISTICS: Intent.DELIVERY_QUESTION,
    Category.SERVICE: Intent.SERVICE_COMPLAINT,
    Category.ORDER: Intent.ORDER_QUESTION,
    Category.ACCOUNT: Intent.ACCOUNT_HELP,
    Category.OTHER: Intent.OTHER,
}
_USUAL_SUBTYPE = {Category.QUALITY: "performance", Category.ACCOUNT: "data", Category.ORDER: "change", Category.OTHER: "chat"}
_INTENTS_OF = {
    Category.QUALITY: {
        Intent.PRODUCT_DEFECT,
        Intent.RETURN_REQUEST,
        Intent.EXCHANGE_REQUEST,
        Intent.REFUND_REQUEST,
        Intent.REPAIR_INSTALL,
    },
    Category.LOGISTICS: {Intent.DELIVERY_QUESTION, Intent.DELIVERY_PROBLEM, Intent.CHANGE_DELIVERY, Intent.SHIPPING_FEE},
    Category.SERVICE: {Intent.SERVICE_COMPLAINT, Intent.CONTACT_AGENT, Intent.REPAIR_INSTALL},
    Category.ORDER: {
        Intent.CANCEL_ORDER,
        Intent.RETURN_REQUEST,
        Intent.EXCHANGE_REQUEST,
        Intent.REFUND_REQUEST,
        Intent.INVOICE,
        Intent.PRICE_PROMO,
        Intent.PAYMENT_ISSUE,
        Intent.ORDER_QUESTION,
    },
    Category.ACCOUNT: {Intent.ACCOUNT_HELP},
    Category.OTHER: {Intent.PRODUCT_QUESTION, Intent.SUGGESTION, Intent.OTHER},
}


def intent_of(matches: Sequence[Match], category: Category) -> Intent:
    """The wish with the most weight behind it among those that make sense for the category."""
    weights: dict[Intent, float] = defaultdict(float)
    for match in matches:
        intent = match.entry.intent
        if intent in _INTENTS_OF[category] and intent is not None:
            weights[intent] += match.entry.weight * (1 if match.entry.topic == category.value else ELSEWHERE)
    return max(weights, key=lambda intent: weights[intent]) if weights else _USUAL[category]


def subtype_of(matches: Sequence[Match], category: Category) -> str | None:
    """The sub-type with the most weight; none where the text names no particular one."""
    weights: dict[str, float] = defaultdict(float)
    for match in matches:
        entry = match.entry
        if entry.topic in CATEGORY_TOPICS and entry.topic == category.value and entry.label in SUBTYPES[category]:
            weights[entry.label] += entry.weight
    return max(weights, key=lambda label: weights[label]) if weights else _USUAL_SUBTYPE.get(category)
