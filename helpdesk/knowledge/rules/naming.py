"""Addresses of articles."""

import re
import unicodedata

LONGEST = 80
_GOOD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(title: str) -> str:
    """The address made of an English title: "Where is my parcel?" → where-is-my-parcel; empty when no letter is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-")


def is_good_slug(slug: str) -> bool:
    """Small letters, digits and single hyphens, at most 80 of them."""
    return len(slug) <= LONGEST and _GOOD.fullmatch(slug) is not None
