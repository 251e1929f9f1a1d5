"""How soon somebody must look (issue 7, point 4): danger, law, deadlines and repeated contact."""

from collections.abc import Sequence

from helpdesk.classification.rules.matching import Match
from helpdesk.classification.vocabulary import Category, Sentiment, Topic, Urgency

ORDER = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH, Urgency.URGENT)


def urgency_of(matches: Sequence[Match], category: Category, sentiment: Sentiment) -> tuple[Urgency, list[Match]]:
    """The level and the phrases that raised it. Pre-sale questions and praise can wait; danger never does."""
    alarms = [match for match in matches if match.entry.topic is Topic.URGENCY]
    for level in (Urgency.URGENT, Urgency.HIGH):
        raised = [match for match in alarms if match.entry.label == level.value]
        if raised:
            return level, raised
    relaxed = [match for match in alarms if match.entry.label == Urgency.LOW.value]
    if sentiment is not Sentiment.NEGATIVE and (relaxed or category is Category.OTHER or sentiment is Sentiment.POSITIVE):
        return Urgency.LOW, relaxed
    return Urgency.NORMAL, []
