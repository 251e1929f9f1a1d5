"""A word that is nearly spelled like one we know."""

import difflib
from collections.abc import Iterable

from kit.terms import terms

_CLOSE = 0.7


def nearest(words: str, known: Iterable[str]) -> str:
    """The words with each unknown one replaced by the nearest known one; empty when nothing is near or nothing was wrong."""
    vocabulary = [term for term in terms(*known) if len(term) > 2]
    mended, changed = [], False
    for word in words.casefold().split()[:8]:
        near = [word] if word in vocabulary else difflib.get_close_matches(word, vocabulary, n=1, cutoff=_CLOSE)
        if not near:
            return ""
        changed = changed or near[0] != word
        mended.append(near[0])
    return " ".join(mended) if changed else ""
