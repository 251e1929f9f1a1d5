"""What people type, made fit to store, show in a list and search."""

import re
import unicodedata

from helpdesk.tickets.vocabulary import MAX_SUBJECT
from kit.terms import MAX_TERMS, terms, wanted_terms

__all__ = ["MAX_TERMS", "clean_body", "clean_subject", "preview_of", "subject_of", "terms", "wanted_terms"]

PREVIEW = 200
_OVERRIDES = dict.fromkeys([0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069])


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


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}
