"""What happened in classification."""

from dataclasses import dataclass
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class LabelCorrected(Event):
    """A person said what a text is about. Tickets takes the category over; the text is training data from now on."""

    subject: ClassVar[str] = "labelled_text"
    labelled_text_id: int
    ticket_id: int | None
    before: str
    after: str
    subtype: str | None


@dataclass(frozen=True, kw_only=True)
class LexiconChanged(Event):
    """A phrase was added, edited, switched on or switched off."""

    subject: ClassVar[str] = "lexicon_phrase"
    lexicon_phrase_id: int
    change: str
    phrase: str
