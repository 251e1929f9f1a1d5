"""The phrases shipped with the product, in both languages; a shop edits its own copy in the database."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.rules.matching import Lexicon
from helpdesk.classification.vocabulary import CATEGORY_TOPICS, NO_SUBTYPE, Intent, Language, Topic

_SECTION = re.compile(r"\[(\S+) (\S+) ([\d.]+)\]")


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """Every shipped phrase, language by language, in the order of the files."""
    return tuple(entry for language in (Language.ZH, Language.EN) for topic in Topic for entry in _read(language, topic))


@cache
def shipped_lexicon() -> Lexicon:
    """The shipped phrases compiled; made once per process."""
    return Lexicon(shipped_entries())


def _read(language: Language, topic: Topic) -> Iterator[Entry]:
    text = (files(__name__) / language.value / f"{topic.value}.txt").read_text(encoding="utf-8")
    label, intent, weight = "", None, 0.0
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        if section := _SECTION.fullmatch(line):
            label = "" if section[1] == NO_SUBTYPE else section[1]
            intent = Intent(section[2]) if topic in CATEGORY_TOPICS else None
            weight = float(section[3])
        else:
            yield Entry(line, language, topic, label, intent, weight)
