"""How a text sounds: positive and negative words, turned around by a negation, with a neutral band between."""

from collections.abc import Sequence

from helpdesk.classification.rules.matching import Match
from helpdesk.classification.vocabulary import Intent, Sentiment, Topic, Urgency

REACH = 2  # words that may stand between a negation and the word it turns around
BAND = 1.5  # a text this close to balance is neutral
FAINT = 2.0  # weak words such as "not" or "but" count no more than this together
PROBLEM = 1.2  # what one reported problem adds to the negative side
_PROBLEMS = frozenset({Intent.DELIVERY_PROBLEM, Intent.PRODUCT_DEFECT, Intent.SERVICE_COMPLAINT})


def balance(matches: Sequence[Match]) -> float:
    """Positive minus negative words and reported problems."""
    moods = [match for match in matches if match.entry.topic is Topic.SENTIMENT]
    turns = [match for match in moods if match.entry.label == "negation"]
    signed = [_signed(match, turns) for match in moods]
    total = sum(mood for mood in signed if mood > 0 or mood < -1) + max(-FAINT, sum(mood for mood in signed if -1 <= mood < 0))
    problems = sum(1 for match in matches if match.entry.intent in _PROBLEMS and match.entry.weight >= 3)
    return total - PROBLEM * min(problems, 3)


def sentiment_of(matches: Sequence[Match]) -> Sentiment:
    """The mood; polite questions about a problem stay neutral as long as no word blames."""
    asking = sum(match.entry.weight for match in matches if match.entry.topic is Topic.SENTIMENT and match.entry.label == "neutral")
    if any(match.entry.topic is Topic.URGENCY and match.entry.label == Urgency.URGENT.value for match in matches):
        return Sentiment.NEGATIVE  # nobody reports a burn in good spirits
    total, band = balance(matches), BAND + min(asking, 3) / 2
    if total > band:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if total < -band else Sentiment.NEUTRAL


def _signed(match: Match, turns: Sequence[Match]) -> float:
    label, weight = match.entry.label, match.entry.weight
    if label == "positive":
        return -weight if any(0 < match.first - turn.last <= REACH for turn in turns) else weight
    return -weight if label == "negative" else 0.0
