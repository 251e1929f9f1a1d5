"""Long English words with one slip ("delivrey", "recieved") are read as the word of the lexicon they resemble."""

from collections.abc import Iterable, Sequence

SHORTEST = 6  # shorter words differ by one letter too often without being a slip


class TypoIndex:
    """Words of the lexicon by their spellings with one letter left out."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._by_spelling: dict[str, str] = {}
        for word in sorted(word for word in self._known if len(word) >= SHORTEST and word.isascii()):
            for spelling in _shortened(word):
                self._by_spelling.setdefault(spelling, word)

    def corrected(self, words: Sequence[str]) -> Sequence[str]:
        """The words, with unknown long ones replaced by the known word one slip away."""
        return [word if len(word) < SHORTEST or word in self._known else self._nearest(word) for word in words]

    def _nearest(self, word: str) -> str:
        if not word.isascii() or len(word) > 20:
            return word
        for spelling in (word, *_shortened(word)):
            known = self._by_spelling.get(spelling) or (spelling if spelling in self._known and len(spelling) >= SHORTEST else None)
            if known and known[0] == word[0] and abs(len(known) - len(word)) <= 1:
                return known
        return word


def _shortened(word: str) -> list[str]:
    return [word[:index] + word[index + 1 :] for index in range(1, len(word))]
