"""Tables: the shop's lexicon, its present edition, and the texts that were labelled."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.vocabulary import Intent, Language, Topic
from kit.db import Model


class LexiconPhrase(Model):
    """A phrase of the lexicon. `shipped_key` names the shipped phrase it came from; a shop's own phrases have none."""

    __tablename__ = "lexicon_phrase"
    __table_args__ = (
        CheckConstraint("weight > 0 AND weight <= 10", name="weight"),
        Index("ix_lexicon_phrase_topic", "topic", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str]
    language: Mapped[Language]
    topic: Mapped[Topic]
    label: Mapped[str] = mapped_column(default="")
    intent: Mapped[Intent | None]
    weight: Mapped[float]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    is_edited: Mapped[bool] = mapped_column(default=False)
    shipped_key: Mapped[str | None] = mapped_column(unique=True)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def entry(self) -> Entry:
        """The phrase as the rules see it."""
        return Entry(self.phrase, self.language, self.topic, self.label, self.intent, self.weight)


class LexiconEdition(Model):
    """One row: a mark that differs after every change, so that each process knows when to read the phrases again."""

    __tablename__ = "lexicon_edition"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str]


class LabelledText(Model):
    """A customer's text with the answer it got and, once a person looked, the right one: the shop's own training data."""

    __tablename__ = "labelled_text"
    __table_args__ = (
        Index("ix_labelled_text_ticket", "ticket_id", "id"),
        Index("ix_labelled_text_requester", "requester_id"),
        Index("ix_labelled_text_corrected", "corrected_at", "id", postgresql_where=text("corrected_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int | None]  # opaque: that of tickets
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    language: Mapped[Language]
    category: Mapped[str]
    subtype: Mapped[str | None]
    confidence: Mapped[float]
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reasons and the other categories, as `documents` writes them
    created_at: Mapped[datetime]
    right_category: Mapped[str | None]
    right_subtype: Mapped[str | None]
    corrected_at: Mapped[datetime | None]
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def final_category(self) -> str:
        """What a person said, else what the classifier said."""
        return self.right_category or self.category

    @property
    def final_subtype(self) -> str | None:
        return self.right_subtype if self.right_category else self.subtype
