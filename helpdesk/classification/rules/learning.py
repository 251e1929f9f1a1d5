"""Learning phrases from labelled texts: what occurs in texts the lexicon gets wrong, and points to one category."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from helpdesk.classification.rules.classifier import classify
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.rules.matching import Lexicon
from helpdesk.classification.rules.text import Tokens, tokens
from helpdesk.classification.vocabulary import Category, Language, Topic

LEAST_TEXTS = 3  # a phrase must occur in this many texts of its category …
LEAST_ERRORS = 2  # … of which the lexicon got this many wrong
LEAST_PRECISION = 0.75
LEAST_ODDS = 1.2  # logarithm of how much likelier the category is where the phrase occurs
MOST_PHRASES = 120
WEIGHTS = (1.0, 3.0)
HELD_BACK = 4  # every fourth text is kept aside to check what was learnt

Labelled = tuple[str, Category]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A phrase, the category it points to, and in how many texts it was seen there and elsewhere."""

    entry: Entry
    here: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt, and the share of right answers to the texts kept aside, before and after."""

    phrases: list[Learnt]
    checked: int
    before: float
    after: float

    @property
    def is_worth_it(self) -> bool:
        """There is something, and it makes nothing worse."""
        return bool(self.phrases) and self.after >= self.before


def lesson(samples: Sequence[Labelled], entries: Sequence[Entry]) -> Lesson:
    """Learn from three quarters of the texts and check with the rest, beginning with the lexicon of `entries`."""
    learn, check = split(samples)
    present = Lexicon(entries)
    phrases = learn_phrases(learn, lambda text: classify(text, present).category)
    future = Lexicon([*entries, *(learnt.entry for learnt in phrases)])
    return Lesson(phrases, len(check), _accuracy(check, present), _accuracy(check, future))


def split(samples: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Texts to learn from and texts to check with; the same text always falls on the same side."""
    learn: list[Labelled] = []
    check: list[Labelled] = []
    for sample in samples:
        digest = hashlib.sha256(sample[0].encode("utf-8", "replace")).digest()
        (check if digest[0] % HELD_BACK == 0 else learn).append(sample)
    return learn, check


def learn_phrases(samples: Sequence[Labelled], answer: Callable[[str], Category]) -> list[Learnt]:
    """The phrases that would have helped, the most telling first. `answer` is the classifier as it is."""
    seen: dict[str, Counter[Category]] = defaultdict(Counter)
    wrong: dict[str, Counter[Category]] = defaultdict(Counter)
    for text, category in samples:
        is_wrong = answer(text) is not category
        for phrase in candidates(tokens(text)):
            seen[phrase][category] += 1
            wrong[phrase][category] += is_wrong
    priors = Counter(category for _, category in samples)
    found = [learnt for phrase, counts in seen.items() if (learnt := _telling(phrase, counts, wrong[phrase], priors))]
    found.sort(key=lambda learnt: (-learnt.entry.weight, -learnt.here, -len(learnt.entry.phrase), learnt.entry.phrase))
    return _distinct(found)[:MOST_PHRASES]


def candidates(text: Tokens) -> set[str]:
    """The runs of two to four Chinese characters and of one to three English words of a text, as they are written."""
    return {phrase for start in range(len(text.words)) for phrase in _runs(text, start)}


def _runs(text: Tokens, start: int) -> Iterator[str]:
    chinese = _is_chinese(text.words[start])
    for size in (2, 3, 4) if chinese else (1, 2, 3):
        end = start + size
        if end > len(text.words) or text.sentences[end - 1] != text.sentences[start]:
            return
        run = text.words[start:end]
        is_mixed = any(_is_chinese(word) != chinese for word in run)
        if is_mixed or not (chinese or any(len(word) > 2 and not word.isdigit() for word in run)):
            continue
        written = text.source[text.spans[start][0] : text.spans[end - 1][1]].lower()
        if not any(mark in written for mark in "()|*\n，,、") and len(written) <= 40:
            yield written


def _telling(phrase: str, counts: Counter[Category], wrong: Counter[Category], priors: Counter[Category]) -> Learnt | None:
    category, here = counts.most_common(1)[0]
    elsewhere = counts.total() - here
    if here < LEAST_TEXTS or wrong[category] < LEAST_ERRORS or here / (here + elsewhere) < LEAST_PRECISION:
        return None
    others = priors.total() - priors[category]
    odds = math.log((here + 0.5) / (elsewhere + 0.5)) - math.log((priors[category] + 1) / (others + 1))
    if odds < LEAST_ODDS:
        return None
    language = Language.ZH if any(map(_is_chinese, phrase)) else Language.EN
    weight = min(max(round(odds) / 2 + 0.5, WEIGHTS[0]), WEIGHTS[1])
    return Learnt(Entry(phrase, language, Topic(category.value), "", None, weight), here, elsewhere)


def _distinct(found: list[Learnt]) -> list[Learnt]:
    """Without phrases that are part of, or contain, one already chosen for the same category."""
    chosen: list[Learnt] = []
    for learnt in found:
        if not any(_overlap(learnt.entry, other.entry) for other in chosen):
            chosen.append(learnt)
    return chosen


def _overlap(one: Entry, other: Entry) -> bool:
    return one.topic is other.topic and (one.phrase in other.phrase or other.phrase in one.phrase)


def _accuracy(samples: Sequence[Labelled], lexicon: Lexicon) -> float:
    right = sum(classify(text, lexicon).category is category for text, category in samples)
    return right / len(samples) if samples else 0.0


def _is_chinese(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff"
