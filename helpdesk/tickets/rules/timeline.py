"""How recorded events read in a ticket's timeline: a registry of sentences that every feature fills for its own events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kit.registry import Registry

Sentence = Callable[[Mapping[str, Any]], str]

TIMELINE: Registry[Sentence] = Registry("timeline sentence")
"""Event kind → a function of the event's particulars that says it in the reader's language; "" hides the line."""

MARKS: Registry[str] = Registry("timeline mark")
"""Event kind → the icon of its line."""


@dataclass(frozen=True)
class Line:
    """One event as it is shown."""

    mark: str
    text: str


def line(kind: str, particulars: Mapping[str, Any]) -> Line | None:
    """The event's line, or None for kinds that nobody wants to read."""
    if kind not in TIMELINE:
        return None
    text = TIMELINE.get(kind)(particulars)
    return Line(MARKS.get(kind) if kind in MARKS else "info", text) if text else None
