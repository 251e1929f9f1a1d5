"""The small language phrases are written in.

refund                 the word, in any of its inflections
(lost|missing) parcel  one of several words; an empty one, (my |), makes it optional
still * waiting        up to three words, or six Chinese characters, may stand between
"""

import re
from dataclasses import dataclass
from itertools import product

from helpdesk.classification.rules.text import tokens
from helpdesk.classification.vocabulary import Language

GAP = {Language.ZH: 6, Language.EN: 3}  # words or characters that `*` may stand for
MOST_FORMS = 3000
_GROUP = re.compile(r"\(([^()]*)\)")

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed phrase: the ways each of its segments may be written, and the longest gap between two of them."""

    segments: tuple[frozenset[Form], ...]
    gap: int


class BadPattern(ValueError):
    """The phrase cannot be read; its text says why."""


def parse(phrase: str, language: Language) -> Pattern:
    """Read a phrase. Raises BadPattern when brackets do not match, or when it says nothing or far too much."""
    if phrase.count("(") != phrase.count(")") or "(" in _GROUP.sub("", phrase) or "|" in _GROUP.sub("", phrase):
        raise BadPattern("brackets")
    segments = tuple(forms for forms in (_forms(part) for part in phrase.split("*") if part.strip()) if forms)
    if not segments:
        raise BadPattern("empty")
    return Pattern(segments, GAP.get(language, GAP[Language.EN]))


def _says_enough(text: str, words: Form) -> bool:
    """False where leaving out little words has left nothing, or a lone character ("贵了" would match every "贵")."""
    if not text:
        return True
    return bool(words) and not (len(text) > 1 and len(words) == 1 and len(words[0]) == 1 and not words[0].isascii())


def _forms(segment: str) -> frozenset[Form]:
    """Every way to write one segment. Alternatives made only of dropped words vanish, unless they were meant to be empty."""
    choices: list[list[Form]] = []
    count = 1
    for index, piece in enumerate(_GROUP.split(segment)):
        written = [(text, tokens(text).words) for text in piece.split("|")]
        options = [words for text, words in written if not index % 2 or _says_enough(text.strip(), words)]
        count *= len(options)
        if count > MOST_FORMS:
            raise BadPattern("too_many")
        choices.append(options)
    return frozenset(form for combination in product(*choices) if (form := tuple(word for words in combination for word in words)))
