"""The articles every shop starts with: title, summary, an empty line, and the body, in a file per language."""

from dataclasses import dataclass
from importlib.resources import files

from helpdesk.knowledge.vocabulary import SHIPPED, Shipped


@dataclass(frozen=True, slots=True)
class ShippedArticle:
    """A shipped article with its texts in both languages."""

    place: Shipped
    title: dict[str, str]
    summary: dict[str, str]
    body: dict[str, str]


def shipped_articles() -> list[ShippedArticle]:
    """All of them, in the order in which the help centre shows them."""
    return [_read(place) for place in SHIPPED]


def _read(place: Shipped) -> ShippedArticle:
    parts = {language: _parts(language, place.slug) for language in ("en", "zh")}
    title, summary, body = ({language: texts[index] for language, texts in parts.items()} for index in range(3))
    return ShippedArticle(place, title, summary, body)


def _parts(language: str, slug: str) -> tuple[str, str, str]:
    text = (files(__name__) / language / f"{slug}.txt").read_text(encoding="utf-8")
    title, summary, body = text.split("\n", 2)
    return title.strip(), summary.strip(), body.strip()
