"""Finds every phrase of the lexicon in a text in one walk over a tree of words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.rules.patterns import BadPattern, Form, parse
from helpdesk.classification.rules.text import Tokens
from helpdesk.classification.rules.typos import TypoIndex
from helpdesk.classification.vocabulary import CATEGORY_TOPICS as _CATEGORIES

Span = tuple[int, int]
MOST_PER_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: its entry, its first and last word, and one bit per word it is made of."""

    entry: Entry
    first: int
    last: int
    words: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as numbers of the segments it is made of."""

    entry: Entry
    segments: tuple[int, ...]
    gap: int


class Node:
    """A word of the tree: the words that may follow, and the segments that end here."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, Node] = {}
        self.ends: list[int] = []


class Lexicon:
    """Phrases compiled for matching; immutable after construction and safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._root = Node()
        self._ids: dict[frozenset[Form], int] = {}
        self._by_first: dict[int, list[Phrase]] = defaultdict(list)
        self.unreadable: list[Entry] = []
        vocabulary: set[str] = set()
        for entry in entries:
            self._add(entry, vocabulary)
        self._typos = TypoIndex(vocabulary)

    def matches(self, text: Tokens) -> list[Match]:
        """Every phrase found, without those that only repeat a part of a longer and no lighter one."""
        found = self._occurrences(self._typos.corrected(text.words), text.sentences)
        matches = [match for first in found for phrase in self._by_first.get(first, ()) for match in _joined(phrase, found, text)]
        return _without_parts(matches)

    def _add(self, entry: Entry, vocabulary: set[str]) -> None:
        try:
            pattern = parse(entry.phrase, entry.language)
        except BadPattern:
            self.unreadable.append(entry)
            return
        segments = tuple(self._segment(forms, vocabulary) for forms in pattern.segments)
        self._by_first[segments[0]].append(Phrase(entry, segments, pattern.gap))

    def _segment(self, forms: frozenset[Form], vocabulary: set[str]) -> int:
        if forms in self._ids:
            return self._ids[forms]
        number = self._ids[forms] = len(self._ids)
        for form in forms:
            vocabulary.update(form)
            node = self._root
            for word in form:
                if word not in node.following:
                    node.following[word] = Node()
                node = node.following[word]
            node.ends.append(number)
        return number

    def _occurrences(self, words: Sequence[str], sentences: Sequence[int]) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        size = len(words)
        for start in range(size):
            node = self._root.following.get(words[start])
            end = start + 1
            while node is not None:
                for segment in node.ends:
                    found.setdefault(segment, []).append((start, end))
                if end >= size or sentences[end] != sentences[start]:
                    break
                node = node.following.get(words[end])
                end += 1
        return found


def _joined(phrase: Phrase, found: dict[int, list[Span]], text: Tokens) -> Iterator[Match]:
    """The places where the segments of a phrase follow each other closely enough, in one sentence."""
    if any(segment not in found for segment in phrase.segments):
        return
    count, reached = 0, -1
    for start, end in found[phrase.segments[0]]:
        if start < reached:
            continue
        bits, last = _bits(start, end), end
        for segment in phrase.segments[1:]:
            following = _next(found[segment], last, phrase.gap, text.sentences)
            if following is None:
                break
            bits, last = bits | _bits(*following), following[1]
        else:
            yield Match(phrase.entry, start, last - 1, bits)
            count, reached = count + 1, last
            if count == MOST_PER_PHRASE:
                return


def _next(spans: list[Span], after: int, gap: int, sentences: Sequence[int]) -> Span | None:
    best = None
    for start, end in spans:
        if start > after + gap:
            break
        if start >= after and sentences[start] == sentences[after - 1] and (best is None or (start == best[0] and end > best[1])):
            best = start, end
    return best


def _bits(start: int, end: int) -> int:
    return (1 << end) - (1 << start)


def _without_parts(matches: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (-match.words.bit_count(), -match.entry.weight)):
        if not any(_covers(other, match) for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: (match.first, match.last))


def _covers(other: Match, match: Match) -> bool:
    if other.words & match.words != match.words or other.entry.weight < match.entry.weight:
        return False
    same_kind = (other.entry.topic in _CATEGORIES) == (match.entry.topic in _CATEGORIES)
    return same_kind and (
        other.words != match.words
        or (other.entry.topic, other.entry.label, other.entry.intent) == (match.entry.topic, match.entry.label, match.entry.intent)
    )
