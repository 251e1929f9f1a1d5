"""Changing the lexicon: install the shipped phrases, add, edit, switch off and on."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from helpdesk.classification.events import LexiconChanged
from helpdesk.classification.lexicon import shipped_entries
from helpdesk.classification.models import LexiconEdition, LexiconPhrase
from helpdesk.classification.rules.entries import Entry
from helpdesk.classification.rules.patterns import BadPattern, parse
from helpdesk.classification.vocabulary import CATEGORY_TOPICS
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, RuleViolation
from kit.events import publish

LONGEST = 2000  # characters of a phrase
_REFUSALS = {
    "brackets": "Each bracket needs its partner, and “|” stands only between brackets.",
    "empty": "Write at least one word that says something.",
    "too_many": "This phrase has too many variants. Split it into several phrases.",
}


@command
def install_shipped(now: datetime) -> None:
    """Put the shipped phrases into the table; those a shop edited or switched off stay as they are, withdrawn ones go."""
    shipped = {_key(entry): entry for entry in shipped_entries()}
    present = {
        row.shipped_key: row for row in db.session.scalars(select(LexiconPhrase).where(LexiconPhrase.shipped_key.is_not(None)))
    }
    missing = [_row(entry, key, now) for key, entry in shipped.items() if key not in present]
    withdrawn = [row for key, row in present.items() if key not in shipped and not row.is_edited]
    if missing:
        db.session.execute(insert(LexiconPhrase), missing)
    for row in withdrawn:
        db.session.delete(row)
    if missing or withdrawn:
        _new_edition()


@command
def add_phrase(entry: Entry, *, actor: User, now: datetime) -> LexiconPhrase:
    """Add a phrase of the shop's own. Raises RuleViolation when it cannot be read."""
    checked = _checked(entry)
    phrase = LexiconPhrase(**_columns(checked), changed_at=now, changed_by_id=actor.id)
    db.session.add(phrase)
    db.session.flush()
    _changed(phrase, "added", actor, now)
    return phrase


@command
def add_learnt(entries: Sequence[Entry], *, now: datetime) -> int:
    """Add phrases that were learnt from labelled texts, as the shop's own; those it has already are left out. Returns how many."""
    present = {(phrase, topic) for phrase, topic in db.session.execute(select(LexiconPhrase.phrase, LexiconPhrase.topic))}
    new = [entry for entry in entries if (entry.phrase, entry.topic) not in present]
    if new:
        db.session.execute(insert(LexiconPhrase), [_columns(_checked(entry)) | {"changed_at": now} for entry in new])
        _new_edition()
    return len(new)


@command
def edit_phrase(phrase_id: int, entry: Entry, *, seen_version: int, actor: User, now: datetime) -> LexiconPhrase:
    """Change a phrase. Raises RuleViolation when it cannot be read and Conflict when somebody else changed it meanwhile."""
    phrase = lock(LexiconPhrase, phrase_id)
    if phrase.version != seen_version:
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")
    for name, value in _columns(_checked(entry)).items():
        setattr(phrase, name, value)
    phrase.is_edited, phrase.changed_at, phrase.changed_by_id = True, now, actor.id
    _changed(phrase, "edited", actor, now)
    return phrase


@command
def set_enabled(phrase_id: int, enabled: bool, *, actor: User, now: datetime) -> LexiconPhrase:
    """Switch a phrase on or off; twice is harmless."""
    phrase = lock(LexiconPhrase, phrase_id)
    if phrase.is_enabled != enabled:
        phrase.is_enabled, phrase.is_edited, phrase.changed_at, phrase.changed_by_id = enabled, True, now, actor.id
        _changed(phrase, "enabled" if enabled else "disabled", actor, now)
    return phrase


def _changed(phrase: LexiconPhrase, change: str, actor: User, now: datetime) -> None:
    _new_edition()
    publish(LexiconChanged(lexicon_phrase_id=phrase.id, change=change, phrase=phrase.phrase, at=now, actor_id=actor.id))


def _new_edition() -> None:
    mark = secrets.token_hex(8)
    row = upsert(LexiconEdition).values(id=1, mark=mark)
    db.session.execute(row.on_conflict_do_update(index_elements=["id"], set_={"mark": mark}))


def _checked(entry: Entry) -> Entry:
    entry = replace(entry, phrase=" ".join(entry.phrase.split()))
    if len(entry.phrase) > LONGEST:
        raise RuleViolation("too_long", "A phrase has at most 2,000 characters.", field="phrase")
    try:
        parse(entry.phrase, entry.language)
    except BadPattern as bad:
        raise RuleViolation("unreadable_phrase", _REFUSALS[str(bad)], field="phrase") from bad
    return entry if entry.topic in CATEGORY_TOPICS else replace(entry, intent=None)


def _columns(entry: Entry) -> dict[str, object]:
    return {
        "phrase": entry.phrase,
        "language": entry.language,
        "topic": entry.topic,
        "label": entry.label,
        "intent": entry.intent,
        "weight": entry.weight,
    }


def _row(entry: Entry, key: str, now: datetime) -> dict[str, object]:
    return _columns(entry) | {"shipped_key": key, "changed_at": now}


def _key(entry: Entry) -> str:
    """The same phrase has the same key in every release, whatever its weight."""
    words = "\t".join((entry.language.value, entry.topic.value, entry.label, entry.intent or "", entry.phrase))
    return hashlib.sha256(words.encode()).hexdigest()[:24]
