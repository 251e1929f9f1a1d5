"""Which lexicon answers outside the application."""

from helpdesk.classification.lexicon import shipped_lexicon
from helpdesk.classification.rules.matching import Lexicon


def lexicon_in_use() -> Lexicon:
    """The shipped lexicon."""
    return shipped_lexicon()
