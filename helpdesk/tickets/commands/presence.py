"""Presence and drafts: who has a ticket open, who is writing, and what was typed and not yet sent."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from helpdesk.tickets.models import Presence, ReplyDraft
from helpdesk.tickets.rules import texts
from helpdesk.tickets.vocabulary import MAX_BODY
from kit.accounts.models import User
from kit.db import command, db

_KEPT = timedelta(hours=1)


@command
def note_presence(ticket_id: int, *, is_writing: bool = False, actor: User, now: datetime) -> None:
    """The actor has the ticket open, and perhaps writes."""
    row = insert(Presence).values(ticket_id=ticket_id, user_id=actor.id, seen_at=now, writing_at=now if is_writing else None)
    changed = {"seen_at": now} | ({"writing_at": now} if is_writing else {})
    db.session.execute(row.on_conflict_do_update(index_elements=["ticket_id", "user_id"], set_=changed))


@command
def leave(ticket_id: int, *, actor: User) -> None:
    """The actor has closed the ticket."""
    db.session.execute(delete(Presence).where(Presence.ticket_id == ticket_id, Presence.user_id == actor.id))


@command
def save_draft(ticket_id: int, body: str, *, is_note: bool, actor: User, now: datetime) -> None:
    """Keep what the actor has typed; nothing typed forgets it. A draft shows colleagues that somebody is writing."""
    text = texts.clean_body(body[:MAX_BODY])
    mine = ReplyDraft.ticket_id == ticket_id, ReplyDraft.user_id == actor.id
    if not text:
        db.session.execute(delete(ReplyDraft).where(*mine))
        return
    row = insert(ReplyDraft).values(ticket_id=ticket_id, user_id=actor.id, body=text, is_note=is_note, saved_at=now)
    changed = {"body": text, "is_note": is_note, "saved_at": now}
    db.session.execute(row.on_conflict_do_update(index_elements=["ticket_id", "user_id"], set_=changed))
    note_presence(ticket_id, is_writing=True, actor=actor, now=now)


@command
def forget_old(*, now: datetime) -> None:
    """Presence is worth nothing an hour later."""
    db.session.execute(delete(Presence).where(Presence.seen_at < now - _KEPT))
