"""Where shelves and products are found: slugs, and paths of shelves that moved."""

import re

from storefront.catalogue.vocabulary import MAX_DEPTH

MAX_SLUG = 120
_SLUG = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*")


def is_slug(text: str) -> bool:
    """Small letters, digits and single hyphens between them; letters of any script."""
    return 0 < len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None and text == text.lower()


def slug_of(text: str) -> str:
    """An address made of a name."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:MAX_SLUG].strip("-")


def path_under(parent: str | None, slug: str) -> str:
    return f"{parent}/{slug}" if parent else slug


def path_after(path: str, before: str, after: str) -> str:
    """The path of something at or below `before` once that lies at `after`."""
    return after + path[len(before) :]


def is_below(path: str, other: str) -> bool:
    """Is `path` the other one or below it?"""
    return (path + "/").startswith(other + "/")


def fits(new_depth: int, height: int) -> bool:
    """Whether shelves of so many levels (1 for a single one) may stand with their top at this depth."""
    return new_depth + height - 1 <= MAX_DEPTH
