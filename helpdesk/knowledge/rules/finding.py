"""What the search stores of an article and looks for in a question: words, and pairs of Chinese characters."""

from collections.abc import Mapping

from helpdesk.classification.rules.stems import dropped, stem
from helpdesk.tickets.rules.texts import terms, wanted_terms

MOST_TERMS = 40  # of a question; a long letter says what it is about early
_EMPTY_WORDS = """
    i you we me it is are was were be been do does did have has had to of in on at for and or not no with from by as if my
    your can could will would should want need like please help hello hi thanks there here what when where how why which
    who get got 怎么 请问 你好 可以 我的 什么 时候 一下 谢谢 没有 我们 你们 这个 还是 是不 不是 能不 您好
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())  # fmt: skip


def document(title: Mapping[str, str], summary: Mapping[str, str], body: Mapping[str, str]) -> str:
    """The literal of a `tsvector` in which the title weighs most and the body least."""
    weights: dict[str, str] = {}
    for mark, texts in (("A", title), ("B", summary), ("D", body)):
        for term in terms(*texts.values()):
            weights.setdefault(_normal(term), mark)
    return " ".join(f"{_quoted(term)}:1{mark}" for term, mark in weights.items() if term)


def question(text: str) -> str:
    """The literal of a `tsquery` that finds articles sharing any telling word with the text; empty when it has none."""
    wanted = dict.fromkeys(
        _normal(term)
        for chunk in (text[start : start + 200] for start in range(0, min(len(text), 1000), 200))
        for term in wanted_terms(chunk)
        if term not in _EMPTY and not dropped(term)
    )
    return " | ".join(_quoted(term) for term in [term for term in wanted if term][:MOST_TERMS])


def is_worth_asking(text: str) -> bool:
    """Whether enough was typed for a suggestion: two Chinese characters or four letters."""
    weight = sum(2 if "\u3400" <= character <= "\u9fff" else 1 for character in text if character.isalnum())
    return weight >= 4


def _normal(term: str) -> str:
    return stem(term) if term.isascii() else term


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "").replace("'", "''") + "'"
