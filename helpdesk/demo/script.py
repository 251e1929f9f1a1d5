"""What people in the demo are called, where they live and what they say, read from the JSON files beside this module."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CATEGORIES = ("quality", "logistics", "service", "order", "account", "other")
ELECTRIC = frozenset(
    {"kettle", "airfryer", "ricecooker", "blender", "lamp", "floorlamp", "headphones", "earbuds", "speaker", "watch"}
    | {"charger", "vacuum", "purifier", "humidifier", "toothbrush"}
)
FITS = {
    "electric": ELECTRIC,
    "battery": frozenset({"headphones", "earbuds", "watch", "vacuum", "toothbrush"}),
    "fragile": frozenset({"pourover", "mugs", "teapot", "vase"}),
    "cookware": frozenset({"skillet", "stockpot"}),
    "textile": frozenset({"throw", "cushion", "bedding", "towels", "curtain"}),
    "clothing": frozenset({"coat", "rainjacket", "sweater", "tee", "scarf", "socks"}),
    "food": frozenset({"beans", "tea"}),
    "sized": frozenset({"coat", "rainjacket", "sweater", "tee"}),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing said after the first message; `by` is agent, customer or note. Placeholders stand in braces."""

    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A ticket's text from beginning to end; `fits` names products or groups of them, "any" means all."""

    category: str
    subtype: str
    locale: str
    fits: tuple[str, ...]
    subject: str
    body: str
    thread: tuple[Line, ...]

    def is_about(self, slug: str) -> bool:
        """Whether the product may be the one talked about."""
        return any(fit in ("any", slug) or slug in FITS.get(fit, ()) for fit in self.fits)


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str
    mailbox: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class Address:
    region: str
    city: str
    zh: str
    en: str
    postcode: str


@dataclass(frozen=True, kw_only=True)
class Colleague:
    email: str
    name: str
    role: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class VisitOutcome:
    """What a follow-up call came to; `mood` is 1 (angry) to 5 (happy), None when nobody was reached."""

    outcome: str
    mood: int | None
    note: str


@cache
def conversations() -> tuple[Conversation, ...]:
    """Every conversation, by category."""
    return tuple(
        Conversation(
            category=category,
            fits=tuple(entry["fits"]),
            thread=tuple(Line(**line) for line in entry["thread"]),
            **{key: entry[key] for key in ("subtype", "locale", "subject", "body")},
        )
        for category in CATEGORIES
        for entry in _read(f"conversations/{category}")
    )


@cache
def people() -> tuple[Person, ...]:
    """The 200 customers."""
    return tuple(Person(**entry) for entry in _read("customers"))


@cache
def addresses() -> tuple[Address, ...]:
    return tuple(Address(**entry) for entry in _read("addresses"))


@cache
def staff() -> tuple[Colleague, ...]:
    return tuple(Colleague(**entry) for entry in _read("staff"))


@cache
def reviews(locale: str, stars: int) -> tuple[str, ...]:
    """What is written under so many stars."""
    return tuple(_read("reviews")[_language(locale)][str(stars)])


@cache
def visit_outcomes(locale: str) -> tuple[VisitOutcome, ...]:
    return tuple(VisitOutcome(outcome=word, mood=mood, note=note) for word, mood, note in _read("visits")[_language(locale)])


@cache
def survey_comments(locale: str) -> tuple[str, ...]:
    return tuple(_read("surveys")[_language(locale)])


@cache
def openers(locale: str) -> tuple[str, ...]:
    """Ways to begin a message, the empty one among them."""
    return tuple(_read("phrases")["openers"][locale])


@cache
def tails(locale: str) -> tuple[str, ...]:
    """Ways to end a message, the empty one among them."""
    return tuple(_read("phrases")["tails"][locale])


def _language(locale: str) -> str:
    return "zh" if locale.startswith("zh") else "en"


@cache
def _read(name: str) -> Any:
    return json.loads(files(__package__).joinpath("content", f"{name}.json").read_text(encoding="utf-8"))
