"""A person's conversations: handed out as far as they could read them; every word erased, what happened when stays."""

from datetime import datetime

from sqlalchemy import Select, select

from helpdesk.tickets.models import Attachment, GuestAccess, Message, ReplyDraft, Ticket
from helpdesk.tickets.vocabulary import PUBLIC
from kit.db import db
from kit.privacy import ERASED, Rows, blank, forget, held
from kit.uploads import privacy as uploads

_OURS = ("assignee_id", "group_id", "version", "is_open", "queue_at", "is_demo", "confidence", "remaining_s", "clock_state")


def tickets_of(person_id: int) -> Select[int]:
    """The ids of the person's tickets, for the features above."""
    return select(Ticket.id).where(Ticket.requester_id == person_id)


def export(person_id: int) -> dict[str, Rows]:
    public = Message.ticket_id.in_(tickets_of(person_id)), Message.kind.in_(PUBLIC)
    return {
        "tickets": held(Ticket, Ticket.requester_id == person_id, without=_OURS),
        "messages": held(Message, *public, without=("document", "base_message_id")),
    }


def erase(person_id: int, now: datetime) -> None:
    tickets = tickets_of(person_id)
    messages = select(Message.id).where(Message.ticket_id.in_(tickets))
    files = db.session.scalars(select(Attachment.upload_id).where(Attachment.message_id.in_(messages))).all()
    forget(Attachment, Attachment.message_id.in_(messages))
    uploads.discard(files)
    forget(ReplyDraft, ReplyDraft.ticket_id.in_(tickets))
    forget(GuestAccess, GuestAccess.user_id == person_id)
    blank(Message, Message.ticket_id.in_(tickets), body=ERASED, document=None)
    blank(Ticket, Ticket.requester_id == person_id, subject=ERASED, preview=ERASED, classification={}, version=Ticket.version + 1)
