"""An answer as plain data, to be kept beside a ticket."""

from typing import Any

from helpdesk.classification.rules.classifier import Classification


def as_document(given: Classification) -> dict[str, Any]:
    """Reasons (words, topic, label; a fact with its sentence in both languages) and the other categories with their chances."""
    sentences = {fact.code: dict(fact.sentence) for fact in given.known}
    return {
        "category": given.category.value,
        "subtype": given.subtype,
        "intent": given.intent.value,
        "language": given.language.value,
        "sentiment": given.sentiment.value,
        "urgency": given.urgency.value,
        "confidence": given.confidence,
        "reasons": [
            {
                "words": sentences.get(reason.fact, reason.words),
                "topic": reason.topic.value,
                "label": reason.label,
                "fact": reason.fact,
            }
            for reason in given.reasons
        ],
        "others": [[category.value, chance] for category, chance in given.others],
    }
