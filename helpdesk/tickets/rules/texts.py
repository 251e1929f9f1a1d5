"""What people type, made fit to store, show in a list and search."""

import re
import unicodedata

from helpdesk.tickets.vocabulary import MAX_SUBJECT

PREVIEW = 200
MAX_TERMS = 4000
_LONGEST_TERM = 40
_OVERRIDES = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_PIECES = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[-'.@_][^\W_{_CJK}]+)*")
_IS_CJK = re.compile(rf"[{_CJK}]")


def clean_body(text: str) -> str:
    """The text with plain line ends, without control characters and marks that turn the reading direction (HARDENING D10)."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_OVERRIDES)
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return re.sub(r"\n{4,}", "\n\n\n", "".join(kept)).strip()


def clean_subject(text: str) -> str:
    """One line without controls, bidi marks and zero-width characters, at most 200 characters."""
    kept = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if c.isspace() or not _is_invisible(c))
    return re.sub(r"\s+", " ", "".join(kept)).strip()[:MAX_SUBJECT]


def subject_of(body: str) -> str:
    """A heading for a text that came without one: its first line or sentence, at most 80 characters."""
    first = clean_subject(re.split(r"[\n。！？!?]|\.\s", body.strip()[:1000], maxsplit=1)[0])
    return first if len(first) <= 80 else first[:79].rstrip() + "…"


def preview_of(body: str) -> str:
    return clean_subject(body[: 4 * PREVIEW])[:PREVIEW]


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


def _terms_of(piece: str) -> list[str]:
    if _IS_CJK.match(piece):
        return [*piece, *_pairs(piece)]
    parts = re.split(r"[-'.@_]", piece)
    return [piece[:_LONGEST_TERM]] + ([part[:_LONGEST_TERM] for part in parts] if len(parts) > 1 else [])


def _pairs(piece: str) -> list[str]:
    return [piece[at : at + 2] for at in range(len(piece) - 1)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
