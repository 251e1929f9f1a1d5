"""Every sentence of the source has its Chinese, with the same places to fill."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kit.web.locale import ROOTS

ROOT = Path(__file__).parents[1]
PLACES = re.compile(r"%\((\w+)\)[sd]")
COMMENT = re.compile(r"\{#.*?#\}", re.S)
PACKAGES = ("kit", "storefront", "helpdesk")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "RuleViolation": (2,),
    "Conflict": (2,),
    "NotAllowed": (3,),
}
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false"}, "**.txt": {"silent": "false"}}


def messages() -> Iterator[tuple[str, str]]:
    """Each message of the source with the place it was found first."""
    seen = set()
    for package in PACKAGES:
        for name, line, found, _, _ in extract_from_dir(str(ROOT / package), METHODS, OPTIONS, KEYWORDS):
            for message in found if isinstance(found, tuple) else (found,):
                if message and message not in seen:
                    seen.add(message)
                    yield message, f"{package}/{name}:{line}"


def chinese() -> dict[str, str]:
    """Every translated message of every fragment."""
    known: dict[str, str] = {}
    for root in ROOTS:
        for path in sorted((root / "zh_Hans").glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file):
                    ids = message.id if isinstance(message.id, tuple) else (message.id,)
                    texts = message.string if isinstance(message.string, tuple) else (message.string,)
                    if all(texts) and not message.fuzzy:
                        known.update(dict.fromkeys(ids, texts[0]))
    return known


def test_every_message_is_translated() -> None:
    known = chinese()
    missing = [f"{place}: {message}" for message, place in messages() if message not in known]
    assert missing == []


def test_a_translation_fills_the_same_places() -> None:
    known = chinese()
    wrong = [message for message, _ in messages() if message in known and places(known[message]) - places(message) - {"num"}]
    assert wrong == []


def places(text: str) -> set[str]:
    return set(PLACES.findall(text))


FORBIDDEN = [
    r"\|\s*safe\b",
    r"hx-on",
    r"\bjs:",
    r"<[^>{]*\sstyle=",
    r"\son(click|load|submit|change|input)=",
    r"<script(?![^>]*\bsrc=)",
]


@pytest.mark.parametrize("banned", FORBIDDEN)
def test_no_template_does_what_the_policy_forbids(banned: str) -> None:
    pages = [path for package in PACKAGES for path in (ROOT / package).rglob("*.html") if "emails" not in path.parts]
    assert pages
    assert [str(path) for path in pages if re.search(banned, COMMENT.sub("", path.read_text()))] == []


def test_a_sentence_has_one_chinese_wherever_it_is_shown() -> None:
    """All fragments are one catalogue, so of two translations only one would ever be read."""
    found: dict[object, dict[object, str]] = {}
    for root in ROOTS:
        for path in sorted((root / "zh_Hans").glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale="zh_Hans"):
                    if message.id and message.string:
                        found.setdefault(message.id, {})[message.string] = path.name
    assert {message: where for message, where in found.items() if len(where) > 1} == {}
