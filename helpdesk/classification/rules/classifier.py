"""One text in, one explained answer out."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.classification.rules.evidence import Evidence, weigh
from helpdesk.classification.rules.facts import NO_FACTS, Fact, Facts
from helpdesk.classification.rules.intents import intent_of, subtype_of
from helpdesk.classification.rules.judging import judged
from helpdesk.classification.rules.language import language_of
from helpdesk.classification.rules.matching import Lexicon, Match
from helpdesk.classification.rules.mood import balance, sentiment_of
from helpdesk.classification.rules.text import Tokens, shortened, tokens
from helpdesk.classification.rules.urgency import ORDER, urgency_of
from helpdesk.classification.vocabulary import CATEGORY_TOPICS, SUBTYPES, Category, Intent, Language, Sentiment, Topic, Urgency

MOST_REASONS = 5
MENTION = 2.0  # lighter quality phrases only name a thing


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the text, or the sentence of a known fact, and what they are evidence of."""

    words: str
    topic: Topic
    label: str
    fact: str = ""  # code of the fact; empty when the words stand in the text

    def __str__(self) -> str:
        return f"“{self.words}” → {self.topic.value}" + (f" / {self.label}" if self.label else "")


@dataclass(frozen=True, slots=True)
class Classification:
    """The whole answer. `confidence` is the probability of the category, 0 to 1; `others` are the rest, best first."""

    category: Category
    subtype: str | None
    intent: Intent
    language: Language
    sentiment: Sentiment
    urgency: Urgency
    confidence: float
    reasons: tuple[Reason, ...]
    others: tuple[tuple[Category, float], ...]
    known: Facts = NO_FACTS

    @property
    def second(self) -> Category:
        """The next best category."""
        return self.others[0][0]


def classify(text: str, lexicon: Lexicon, *, facts: Facts = NO_FACTS) -> Classification:
    """Answer for any text whatever: what cannot be read gets `other` with a low confidence."""
    words = tokens(text)
    matches = lexicon.matches(words)
    mood = balance(matches)
    evidence = _with_facts(weigh(_telling(matches, mood), len(words.words)), facts)
    chances = judged(evidence, mood)
    best, *rest = sorted(chances, key=lambda category: -chances[category])
    sentiment = sentiment_of(matches)
    urgency, alarms = urgency_of(matches, best, sentiment)
    return Classification(
        category=best,
        subtype=_subtype(matches, best, facts),
        intent=intent_of(matches, best),
        language=language_of(shortened(text)),
        sentiment=sentiment,
        urgency=_raised(urgency, facts),
        confidence=round(chances[best], 3),
        reasons=_reasons(words, [*evidence.phrases[best], *alarms], [fact for fact in facts if _speaks_for(fact, best)]),
        others=tuple((category, round(chances[category], 3)) for category in rest),
        known=facts,
    )


def _telling(matches: Sequence[Match], mood: float) -> list[Match]:
    """A part of a product that is merely mentioned says nothing about its quality, unless the writer is displeased."""
    return [match for match in matches if mood < 0 or match.entry.topic is not Topic.QUALITY or match.entry.weight >= MENTION]


def _with_facts(evidence: Evidence, facts: Facts) -> Evidence:
    known = {category: sum(fact.weight for fact in facts if fact.topic == category.value) for category in Category}
    return Evidence({category: score + known[category] for category, score in evidence.scores.items()}, evidence.phrases)


def _speaks_for(fact: Fact, category: Category) -> bool:
    return fact.topic is Topic.URGENCY or fact.topic == category.value


def _subtype(matches: Sequence[Match], category: Category, facts: Facts) -> str | None:
    known = [fact for fact in facts if fact.topic == category.value and fact.label in SUBTYPES[category]]
    named = any(match.entry.topic == category.value and match.entry.label for match in matches)
    return known[0].label if known and not named else subtype_of(matches, category)


def _raised(urgency: Urgency, facts: Facts) -> Urgency:
    known = [Urgency(fact.label) for fact in facts if fact.topic is Topic.URGENCY]
    return max([urgency, *known], key=ORDER.index)


def _reasons(words: Tokens, matches: Sequence[Match], facts: Sequence[Fact]) -> tuple[Reason, ...]:
    """Facts first, then the words of the text as they were written, each once."""
    found = [Reason(fact.sentence["en"], fact.topic, fact.label, fact.code) for fact in facts]
    for match in matches:
        written = words.source[words.spans[match.first][0] : words.spans[match.last][1]].strip()
        label = match.entry.label if match.entry.topic in CATEGORY_TOPICS or match.entry.topic is Topic.URGENCY else ""
        found.append(Reason(" ".join(written.split()), match.entry.topic, label))
    return tuple(dict.fromkeys(found))[:MOST_REASONS]
