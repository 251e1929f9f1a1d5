"""Labels of texts: kept when a ticket is filed, corrected by a person with one click."""

from datetime import datetime

from helpdesk.classification.events import LabelCorrected
from helpdesk.classification.models import LabelledText
from helpdesk.classification.rules.classifier import Classification
from helpdesk.classification.rules.documents import as_document
from helpdesk.classification.vocabulary import SUBTYPES, Category, Language
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import RuleViolation
from kit.events import publish

LONGEST = 20_000  # characters kept of a text


@command
def keep_text(text: str, given: Classification, *, ticket_id: int | None, requester_id: int | None, now: datetime) -> LabelledText:
    """Keep what was read and answered, so that a correction can become training data."""
    row = LabelledText(
        ticket_id=ticket_id,
        requester_id=requester_id,
        text=text[:LONGEST].replace("\x00", ""),
        language=Language(given.language),
        category=given.category.value,
        subtype=given.subtype,
        confidence=given.confidence,
        answer=as_document(given),
        created_at=now,
    )
    db.session.add(row)
    return row


@command
def correct(labelled_text_id: int, category: str, subtype: str | None = None, *, actor: User, now: datetime) -> LabelledText:
    """Record what a text is really about; choosing the label it has confirms it. Raises RuleViolation for an unknown label."""
    row = lock(LabelledText, labelled_text_id)
    if category not in {known.value for known in Category}:
        raise RuleViolation("unknown_category", "Choose one of the categories.", field="category")
    if subtype and subtype not in SUBTYPES[Category(category)]:
        raise RuleViolation("unknown_subtype", "Choose a sub-type of that category.", field="subtype")
    before = row.final_category
    if subtype is None and category == row.category:
        subtype = row.subtype
    row.right_category, row.right_subtype = category, subtype
    row.corrected_at, row.corrected_by_id = now, actor.id
    publish(
        LabelCorrected(
            labelled_text_id=row.id,
            ticket_id=row.ticket_id,
            before=before,
            after=category,
            subtype=subtype,
            at=now,
            actor_id=actor.id,
        )
    )
    return row
