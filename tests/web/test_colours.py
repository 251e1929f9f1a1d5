"""Every pair of text and ground of the stylesheet is readable, in both themes (WCAG 2.2: 4.5 for text, 3 for edges)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "helpdesk/static/app.css").read_text(encoding="utf-8")
TOKENS = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)}
GROUNDS = ("bg", "surface", "raised", "sunken")
TEXTS = ("ink", "ink-2", "ink-3")
STATES = ("ok", "due", "over", "hold", "note", "offer")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text in TEXTS for ground in GROUNDS]
    + [(f"{state}-fg", f"{state}-bg") for state in STATES]
    + [("accent", "surface"), ("accent", "bg"), ("accent", "accent-soft"), ("over-fg", "surface"), ("ok-fg", "surface")],
)
def test_text_is_readable_on_its_ground(text: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_edge_of_a_control_is_visible(theme: int) -> None:
    assert min(contrast(TOKENS["field"][theme], TOKENS[ground][theme]) for ground in ("surface", "bg")) >= 3
