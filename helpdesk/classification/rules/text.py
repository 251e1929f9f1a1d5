"""A text as rules read it: folded, cut to a bearable length and split into words and Chinese characters."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from helpdesk.classification.rules.stems import dropped, parts, stem
from helpdesk.classification.rules.traditional import simplified

HEAD = 3000  # characters read from the beginning …
TAIL = 600  # … and from the end of a text; the middle of a very long one adds time, not knowledge
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+|[\u3400-\u9fff]|[.!?;。！？；\n]")
_SENTENCE_ENDS = frozenset(".!?;。！？；\n")
_MASK = re.compile(r"\[[^\[\]\s]{1,6}x\]")  # the "[order number]" kind of mark an anonymised text carries
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_CURLY = str.maketrans("‘’`´", "''''")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Normal forms of the words, where each stood in `source`, and the number of the sentence it stood in."""

    source: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[int, ...]


def shortened(text: str) -> str:
    """The beginning and the end of a long text, the whole of a short one."""
    if len(text) <= HEAD + TAIL:
        return text
    return f"{text[:HEAD]}\n{text[-TAIL:]}"


def folded(text: str) -> str:
    """Compatibility forms, small letters and simplified characters; marks and addresses are blanked out."""
    text = unicodedata.normalize("NFKC", text).translate(_CURLY).lower()
    text = _ADDRESS.sub(_blank, text) if "@" in text or "http" in text or "www." in text else text
    text = _MASK.sub(_blank, text) if "[" in text else text
    return simplified(text)


def tokens(text: str) -> Tokens:
    """Split a text; words that carry no meaning for the lexicon ("the", "的") are left out."""
    text = shortened(text)
    flat = folded(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    sentences: list[int] = []
    sentence = 0
    for found in _TOKEN.finditer(flat):
        raw = found.group()
        if raw in _SENTENCE_ENDS:
            sentence += 1
            continue
        for word in normal_forms(raw):
            words.append(word)
            spans.append(found.span())
            sentences.append(sentence)
    source = text if len(text) == len(flat) else flat
    return Tokens(source, tuple(words), tuple(spans), tuple(sentences))


@lru_cache(maxsize=20_000)
def normal_forms(raw: str) -> tuple[str, ...]:
    """One written word as zero, one or two normal forms: "didn't" is "do not", "the" is nothing."""
    return tuple(stem(part) for part in parts(raw) if not dropped(part))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
