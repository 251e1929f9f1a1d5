"""What people type about a product, as lists and back; and what changed between two states."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.terms import as_document, terms

Text = dict[str, str]


def pair(en: str, zh: str) -> Text:
    """A text in both languages without what was left empty."""
    return {language: text.strip() for language, text in (("en", en), ("zh", zh)) if text.strip()}


def paired_lines(en: str, zh: str) -> list[Text] | None:
    """Lines of both languages side by side; a language may be missing as a whole. None when their numbers differ."""
    left, right = _lines(en), _lines(zh)
    if left and right and len(left) != len(right):
        return None
    return [pair(a, b) for a, b in zip(left or [""] * len(right), right or [""] * len(left), strict=True)]


def paired_attributes(en: str, zh: str) -> list[dict[str, Any]] | None:
    """Lines "Name: value" of both languages as attributes. None when the numbers differ or a line has no colon."""
    lines = paired_lines(en, zh)
    if lines is None:
        return None
    found = []
    for line in lines:
        split = {language: _attribute(text) for language, text in line.items()}
        if not all(split.values()):
            return None
        parts = enumerate(("name", "value"))
        found.append({part: {language: both[place] for language, both in split.items() if both} for place, part in parts})
    return found


def as_lines(items: Sequence[Mapping[str, Any]], language: str) -> str:
    return "\n".join(item.get(language, "") for item in items).strip("\n")


def attributes_as_lines(items: Sequence[Mapping[str, Any]], language: str) -> str:
    shown = [(item["name"].get(language, ""), item["value"].get(language, "")) for item in items]
    colon = "：" if language == "zh" else ": "
    return "\n".join(f"{name}{colon}{value}" for name, value in shown if name)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields that are not the same any more, as the history keeps them."""
    return [
        {"field": name, "before": before.get(name, ""), "after": after.get(name, "")}
        for name in dict.fromkeys([*before, *after])
        if before.get(name, "") != after.get(name, "")
    ]


def document_of(spu_no: str, texts: Sequence[Text], numbers: Sequence[str] = ()) -> str:
    """What the search finds a product by, as the literal of a `tsvector`: its numbers and the words of both languages."""
    return as_document(terms(spu_no, *numbers, *(text for both in texts for text in both.values())))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _attribute(line: str) -> tuple[str, str] | None:
    name, colon, value = line.replace("：", ":", 1).partition(":")
    return (name.strip(), value.strip()) if colon and name.strip() and value.strip() else None
