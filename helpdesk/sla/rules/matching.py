"""Which policy a ticket falls under: the first in order whose every condition holds, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CONDITIONS = ("category", "priority", "channel", "member_level", "group")


@dataclass(frozen=True)
class Candidate:
    """A policy as far as matching sees it. A condition lists the accepted values; without values it asks nothing."""

    id: str | int
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Match:
    """The policy that applies (None: none does) and a sentence that explains it."""

    id: str | int | None
    why: str


def match(candidates: Iterable[Candidate], ticket: Mapping[str, str | None]) -> Match:
    """Choose by order; `ticket` maps the names in CONDITIONS to the ticket's values."""
    passed_over = []
    for candidate in candidates:
        unmet = _first_unmet(candidate, ticket)
        if unmet is None:
            return Match(candidate.id, _reason(candidate, ticket))
        passed_over.append(f"{candidate.id} wants {unmet} {_either(candidate.when[unmet])}, {_has(ticket, unmet)}")
    return Match(None, "No policy matches: " + "; ".join(passed_over) if passed_over else "There are no policies.")


def _first_unmet(candidate: Candidate, ticket: Mapping[str, str | None]) -> str | None:
    for name, accepted in candidate.when.items():
        if accepted and ticket.get(name) not in accepted:
            return name
    return None


def _reason(candidate: Candidate, ticket: Mapping[str, str | None]) -> str:
    held = [f"{name} is {ticket[name]}" for name, accepted in candidate.when.items() if accepted]
    return "First match: " + " and ".join(held) if held else "It applies to every ticket."


def _either(accepted: tuple[str, ...]) -> str:
    return " or ".join(accepted)


def _has(ticket: Mapping[str, str | None], name: str) -> str:
    value = ticket.get(name)
    return f"the ticket has {value}" if value is not None else "the ticket has none"
