"""One conversation: messages with authors and files, event lines, who else is here, the draft. Notes only for agents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpdesk.tickets.models import Attachment, Message, Presence, ReplyDraft, Ticket
from helpdesk.tickets.rules.access import may_work
from helpdesk.tickets.vocabulary import PUBLIC
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound
from kit.events import EventRecord
from kit.uploads.models import Upload

PRESENT_FOR = timedelta(seconds=25)
WRITING_FOR = timedelta(seconds=15)
_LONGEST = 500


@dataclass(frozen=True)
class Said:
    """A message and the files sent with it."""

    message: Message
    files: list[Upload] = field(default_factory=list)


@dataclass(frozen=True)
class Present:
    """A colleague who has the ticket open now."""

    id: int
    name: str
    is_writing: bool


def messages(ticket: Ticket, *, reader: User | None, after: int = 0) -> list[Said]:
    """The newest 500 messages with authors and files, oldest first; for anybody but agents without notes (HARDENING A13)."""
    newest = select(Message.id).where(Message.ticket_id == ticket.id, Message.id > after)
    if not may_work(reader):
        newest = newest.where(Message.kind.in_(PUBLIC))
    rows = (
        select(Message, Upload)
        .outerjoin(Attachment, Attachment.message_id == Message.id)
        .outerjoin(Upload, Upload.id == Attachment.upload_id)
        .where(Message.id.in_(newest.order_by(Message.id.desc()).limit(_LONGEST)))
        .options(joinedload(Message.author))
        .order_by(Message.id, Attachment.id)
    )
    found: dict[int, Said] = {}
    for message, upload in db.session.execute(rows):
        said = found.setdefault(message.id, Said(message))
        if upload is not None:
            said.files.append(upload)
    return list(found.values())


def events(ticket: Ticket) -> Sequence[EventRecord]:
    """The newest 500 recorded events of the conversation, oldest first."""
    stmt = select(EventRecord).where(EventRecord.ticket_id == ticket.id).order_by(EventRecord.id.desc()).limit(_LONGEST)
    return list(reversed(db.session.scalars(stmt).all()))


def names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """What to call these people."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(User.id, User.name, User.email).where(User.id.in_(wanted)))
    return {row.id: row.name or row.email or "–" for row in rows}


def present(ticket: Ticket, *, besides: User, now: datetime) -> list[Present]:
    """Colleagues who have the ticket open, those who write first."""
    stmt = (
        select(User.id, User.name, Presence.writing_at)
        .join(Presence, Presence.user_id == User.id)
        .where(Presence.ticket_id == ticket.id, Presence.user_id != besides.id, Presence.seen_at > now - PRESENT_FOR)
    )
    found = [
        Present(row.id, row.name, bool(row.writing_at and now - row.writing_at < WRITING_FOR)) for row in db.session.execute(stmt)
    ]
    return sorted(found, key=lambda colleague: (not colleague.is_writing, colleague.name))


def draft(ticket: Ticket, *, actor: User) -> ReplyDraft | None:
    """What the actor has typed here and not yet sent."""
    return db.session.get(ReplyDraft, (ticket.id, actor.id), populate_existing=True)


def file(ticket: Ticket, upload_id: int, *, reader: User | None) -> Upload:
    """A file of this conversation that the reader may see. Raises NotFound."""
    stmt = (
        select(Upload)
        .join(Attachment, Attachment.upload_id == Upload.id)
        .join(Message, Message.id == Attachment.message_id)
        .where(Message.ticket_id == ticket.id, Upload.id == upload_id)
    )
    if not may_work(reader):
        stmt = stmt.where(Message.kind.in_(PUBLIC))
    found = db.session.scalars(stmt.limit(1)).first()
    if found is None:
        raise NotFound("file", upload_id)
    return found
