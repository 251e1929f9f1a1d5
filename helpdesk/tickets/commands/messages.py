"""Adding a message to a ticket: what filing and conversation share. Called inside their transactions only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ARRAY, Text, cast, func

from helpdesk.tickets.models import Attachment, Message, Ticket
from helpdesk.tickets.rules import texts
from helpdesk.tickets.vocabulary import MAX_BODY, MAX_UPLOADS, Channel, MessageKind, Speaker
from kit.accounts.models import User
from kit.db import db
from kit.errors import RuleViolation

NEXT_ID = func.nextval("message_id_seq")
_SPEAKERS = {MessageKind.CUSTOMER: Speaker.CUSTOMER, MessageKind.AGENT: Speaker.AGENT}


def checked_body(text: str, *, has_files: bool = False) -> str:
    """The cleaned text. Raises RuleViolation(empty | too_long)."""
    body = texts.clean_body(text)
    if not body and not has_files:
        raise RuleViolation("empty", "Write a few words.", field="body")
    if len(body) > MAX_BODY:
        raise RuleViolation("too_long", "The text is too long. Send it in parts or as a file.", field="body")
    return body


def added(
    ticket: Ticket,
    kind: MessageKind,
    body: str,
    *,
    author: User | None,
    uploads: Sequence[int] = (),
    channel: Channel | None = None,
    base_message_id: int | None = None,
    is_automatic: bool = False,
    names: Sequence[str | None] = (),
    message_id: int | None = None,
    now: datetime,
) -> Message:
    """Write the message (flushed, so it has its id) and what the ticket shows of it. `names` are found by the search as well;
    `message_id` is one that was drawn before.

    Raises RuleViolation(too_many_files)."""
    if len(uploads) > MAX_UPLOADS:
        raise RuleViolation("too_many_files", "Send at most 12 files at once.", field="files")
    terms = texts.terms(ticket.number, ticket.subject, ticket.order_number, ticket.case_number, *names, body)
    message = Message(
        ticket_id=ticket.id, kind=kind, author_id=author.id if author else None, body=body, channel=channel or ticket.channel,
        at=now, base_message_id=base_message_id, is_automatic=is_automatic,
        id=message_id, document=func.array_to_tsvector(cast(terms, ARRAY(Text))),
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    db.session.add_all(Attachment(message_id=message.id, upload_id=upload) for upload in dict.fromkeys(uploads))
    if kind is not MessageKind.SYSTEM and not is_automatic:
        ticket.last_message_id = message.id
    if kind in _SPEAKERS:
        ticket.last_message_at, ticket.last_message_by = now, _SPEAKERS[kind]
    if kind in _SPEAKERS or not ticket.preview:
        ticket.preview = texts.preview_of(body)
    return message
