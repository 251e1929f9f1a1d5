"""From evidence to a category with a confidence: the primary problem decides, not the remedy asked for nor the story around it."""

import math
from collections.abc import Mapping, Sequence

from helpdesk.classification.rules.evidence import Evidence
from helpdesk.classification.rules.matching import Match
from helpdesk.classification.vocabulary import Category, Intent

PRIOR = {Category.OTHER: 0.5, Category.SERVICE: -0.5}
STEEPNESS = 0.55  # turns a lead in weight into confidence; fitted on labelled texts, see docs
CAUSE = 4.0  # weight of phrases that name a cause, from which on a remedy counts half
BLAME = 0.35  # displeasure without any reason given is mostly about the goods
AT_EASE = -1.5  # the mood down to which a text is not called displeased
_CAUSES = frozenset({Intent.PRODUCT_DEFECT, Intent.DELIVERY_PROBLEM})
_SECONDARY = frozenset(
    {
        Intent.REFUND_REQUEST,
        Intent.RETURN_REQUEST,
        Intent.EXCHANGE_REQUEST,
        Intent.CANCEL_ORDER,
        Intent.REPAIR_INSTALL,
        Intent.SERVICE_COMPLAINT,
        Intent.CONTACT_AGENT,
        Intent.ORDER_QUESTION,
    }
)


def judged(evidence: Evidence, balance: float) -> dict[Category, float]:
    """The probability of each category; `balance` is the mood of the text (mood.balance)."""
    scores = {category: score + PRIOR.get(category, 0.0) for category, score in evidence.scores.items()}
    if _weight(evidence.phrases, (Category.QUALITY, Category.LOGISTICS), _CAUSES, 3) >= CAUSE:
        for category in (Category.ORDER, Category.SERVICE):
            scores[category] *= 1 - 0.5 * _share(evidence.phrases[category])
    scores[Category.QUALITY] += BLAME * min(max(AT_EASE - balance, 0), 4)
    return _softmax(scores)


def _weight(phrases: Mapping[Category, Sequence[Match]], of: Sequence[Category], intents: frozenset[Intent], least: float) -> float:
    entries = [match.entry for category in of for match in phrases[category]]
    return sum(entry.weight for entry in entries if entry.intent in intents and entry.weight >= least)


def _share(phrases: Sequence[Match]) -> float:
    """Which part of a category's weight comes from remedies."""
    total = sum(match.entry.weight for match in phrases)
    return sum(match.entry.weight for match in phrases if match.entry.intent in _SECONDARY) / total if total else 0.0


def _softmax(scores: Mapping[Category, float]) -> dict[Category, float]:
    top = max(scores.values())
    powers = {category: math.exp(STEEPNESS * (score - top)) for category, score in scores.items()}
    whole = sum(powers.values())
    return {category: power / whole for category, power in powers.items()}
