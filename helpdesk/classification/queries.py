"""The lexicon in force and answers by it; lists for the settings page and for the ticket."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from helpdesk.classification.models import LabelledText, LexiconEdition, LexiconPhrase
from helpdesk.classification.rules import classifier
from helpdesk.classification.rules.classifier import Classification
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.rules.facts import NO_FACTS, Facts
from helpdesk.classification.rules.matching import Lexicon
from helpdesk.classification.vocabulary import Language, Topic
from kit.db import db
from kit.errors import NotFound
from kit.web.paging import Cursor, Page, keyset


@dataclass(frozen=True)
class Compiled:
    """A lexicon and the mark of the edition it was made from."""

    mark: str
    lexicon: Lexicon


@dataclass(frozen=True)
class Wanted:
    """Which phrases to list; empty fields do not narrow."""

    words: str = ""
    language: Language | None = None
    topic: Topic | None = None
    own_only: bool = False
    disabled_only: bool = False


_in_force: list[Compiled] = []  # at most one: the newest this process has read


def classify(text: str, *, facts: Facts = NO_FACTS) -> Classification:
    """The answer of the shop's own lexicon."""
    return classifier.classify(text, lexicon_in_force(), facts=facts)


def lexicon_in_force() -> Lexicon:
    """The enabled phrases, compiled; read again (about 0.2 s) only after a change. One query otherwise."""
    mark = db.session.scalar(select(LexiconEdition.mark)) or ""
    if not _in_force or _in_force[0].mark != mark:
        _in_force[:] = [Compiled(mark, Lexicon(entries_in_force()))]
    return _in_force[0].lexicon


def entries_in_force() -> list[Entry]:
    """The enabled phrases as the rules see them."""
    enabled = select(LexiconPhrase).where(LexiconPhrase.is_enabled).order_by(LexiconPhrase.id)
    return [phrase.entry() for phrase in db.session.scalars(enabled)]


def phrases(wanted: Wanted, cursor: Cursor | None) -> Page[LexiconPhrase]:
    """Phrases of the lexicon, the latest added first."""
    return keyset(
        _narrowed(select(LexiconPhrase), wanted),
        [LexiconPhrase.id.expression],
        cursor,
        descending=True,
        fetch=lambda statement: db.session.scalars(statement).all(),
        key=lambda phrase: (phrase.id,),
    )


def counts() -> dict[str, int]:
    """How many enabled phrases each topic has."""
    rows = db.session.execute(
        select(LexiconPhrase.topic, func.count()).where(LexiconPhrase.is_enabled).group_by(LexiconPhrase.topic)
    )
    return {topic.value: count for topic, count in rows}


def phrase(phrase_id: int) -> LexiconPhrase:
    """One phrase. Raises NotFound."""
    found = db.session.get(LexiconPhrase, phrase_id)
    if found is None:
        raise NotFound("phrase", phrase_id)
    return found


def of_ticket(ticket_id: int) -> LabelledText | None:
    """The text a ticket was filed with, and its label."""
    return db.session.scalars(
        select(LabelledText).where(LabelledText.ticket_id == ticket_id).order_by(LabelledText.id).limit(1)
    ).first()


def _narrowed(statement: Select[LexiconPhrase], wanted: Wanted) -> Select[LexiconPhrase]:
    if wanted.words:
        statement = statement.where(LexiconPhrase.phrase.icontains(wanted.words, autoescape=True))
    if wanted.language:
        statement = statement.where(LexiconPhrase.language == wanted.language)
    if wanted.topic:
        statement = statement.where(LexiconPhrase.topic == wanted.topic)
    if wanted.own_only:
        statement = statement.where(LexiconPhrase.shipped_key.is_(None))
    if wanted.disabled_only:
        statement = statement.where(~LexiconPhrase.is_enabled)
    return statement
