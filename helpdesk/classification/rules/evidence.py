"""What the matched phrases say for each category, without counting the same words twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpdesk.classification.rules.matching import Match
from helpdesk.classification.vocabulary import Category

FADING = 0.75  # each further phrase for the same category adds this share of what the one before added


@dataclass(frozen=True, slots=True)
class Evidence:
    """The score of each category and the phrases that made it, heaviest first."""

    scores: dict[Category, float]
    phrases: dict[Category, tuple[Match, ...]]


def weigh(matches: Sequence[Match], words: int) -> Evidence:
    """Add up the phrases of each category; `words` is the length of the text."""
    scores: dict[Category, float] = {}
    phrases: dict[Category, tuple[Match, ...]] = {}
    for category in Category:
        chosen = _apart(match for match in matches if match.entry.topic == category.value)
        scores[category] = sum(_weight(match, words) * FADING**rank for rank, match in enumerate(chosen))
        phrases[category] = tuple(chosen)
    return Evidence(scores, phrases)


def _weight(match: Match, words: int) -> float:
    """People say first what matters most: in a long text the last sentence counts two thirds of the first."""
    late = match.first / max(words, 40)
    return match.entry.weight * (1 - late / 3)


def _apart(matches: Iterable[Match]) -> list[Match]:
    """The heaviest phrases of which no two share most of their words."""
    taken, chosen = 0, list[Match]()
    for match in sorted(matches, key=lambda match: (-match.entry.weight, -match.words.bit_count())):
        shared = (match.words & taken).bit_count()
        if shared * 2 >= match.words.bit_count() and chosen:
            continue
        taken |= match.words
        chosen.append(match)
    return chosen
