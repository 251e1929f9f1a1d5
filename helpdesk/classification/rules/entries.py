"""One phrase of the lexicon, as rules see it (the database row and the shipped file both become this)."""

from dataclasses import dataclass

from helpdesk.classification.vocabulary import Intent, Language, Topic


@dataclass(frozen=True, slots=True)
class Entry:
    """A weighted phrase that is evidence of a topic.

    `phrase` is written in the pattern language of `patterns`. `label` is the sub-type for a category topic, the level for
    urgency, and positive, negative, negation or neutral for sentiment; empty when the phrase has none. `weight` 1 is a weak
    hint, 3 a strong one, 6 settles the matter.
    """

    phrase: str
    language: Language
    topic: Topic
    label: str
    intent: Intent | None
    weight: float
