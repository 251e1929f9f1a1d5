"""Search terms of texts in any language: folded words, and for Chinese every pair of neighbouring characters."""

import re
import unicodedata

MAX_TERMS = 4000
_LONGEST_TERM = 40
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_PIECES = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[-'.@_][^\W_{_CJK}]+)*")
_IS_CJK = re.compile(rf"[{_CJK}]")


def terms(*texts: str | None) -> list[str]:
    """The search terms of texts: folded words, and for CJK single characters and every pair of neighbours."""
    found: dict[str, None] = {}
    for piece in (match.group() for text in texts if text for match in _PIECES.finditer(_folded(text))):
        for term in _terms_of(piece):
            if len(found) >= MAX_TERMS:
                return list(found)
            found[term] = None
    return list(found)


def wanted_terms(query: str) -> list[str]:
    """The terms that a text must hold to match a query: as `terms`, but of CJK words only the pairs where there are any."""
    wanted: list[str] = []
    for match in _PIECES.finditer(_folded(query[:200])):
        piece = match.group()
        wanted += _pairs(piece) if _IS_CJK.match(piece) and len(piece) > 1 else [piece[:_LONGEST_TERM]]
    return wanted


def as_query(query: str) -> str:
    """The literal of a `tsquery` that every term of a query must meet; the last word may go on. Empty without terms."""
    wanted = wanted_terms(query)
    if not wanted:
        return ""
    literal = " & ".join(quoted(term) for term in wanted)
    return literal + ":*" if wanted[-1].isascii() and len(wanted[-1]) > 1 else literal


def as_document(found: list[str]) -> str:
    """Terms as the literal of a `tsvector`."""
    return " ".join(quoted(term) for term in found)


def quoted(term: str) -> str:
    """A term as a literal of `tsquery` and `tsvector`."""
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _terms_of(piece: str) -> list[str]:
    if _IS_CJK.match(piece):
        return [*piece, *_pairs(piece)]
    parts = re.split(r"[-'.@_]", piece)
    return [piece[:_LONGEST_TERM]] + ([part[:_LONGEST_TERM] for part in parts] if len(parts) > 1 else [])


def _pairs(piece: str) -> list[str]:
    return [piece[at : at + 2] for at in range(len(piece) - 1)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
