"""Conversation: replies, the customer's messages, notes, automatic messages, and the decision that no reply is needed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from helpdesk.tickets.commands import filing, lifecycle, messages
from helpdesk.tickets.events import AgentReplied, CustomerWrote, NoReplyNeeded, NoteAdded, SystemWrote
from helpdesk.tickets.models import Message, ReplyDraft, Ticket
from helpdesk.tickets.rules import lifecycle as rules
from helpdesk.tickets.rules.access import is_requester, may_work
from helpdesk.tickets.vocabulary import FINAL, By, Channel, HoldFor, MessageKind, Status
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import publish


@command
def reply(
    ticket_id: int,
    body: str,
    *,
    seen_up_to: int | None,
    status: Status | None = None,
    hold_for: HoldFor | None = None,
    uploads: Sequence[int] = (),
    although_stale: bool = False,
    actor: User,
    now: datetime,
) -> Message:
    """Answer the customer. `seen_up_to` is the newest message its writer saw (None: all); newer ones of others are a
    Conflict unless `although_stale`, stay unanswered then (sla.md rule 6), and forbid solving. A given `status` is applied
    after the reply (rule 5).

    Raises NotAllowed, Conflict(new_messages), RuleViolation(empty, too_long, too_many_files, closed, see `lifecycle`)."""
    ticket = _for_agent(ticket_id, actor, "reply")
    newer = _newer_than(ticket, seen_up_to, actor)
    if newer and (not although_stale or status in FINAL):
        raise Conflict("new_messages", "A new message came in while you were writing.")
    text = messages.checked_body(body, has_files=bool(uploads))
    message = messages.added(
        ticket, MessageKind.AGENT, text, author=actor, uploads=uploads, base_message_id=seen_up_to, now=now
    )  # fmt: skip
    ticket.unanswered_since = _oldest_after(ticket.id, seen_up_to) if newer and seen_up_to is not None else None
    _drop_draft(ticket_id, actor)
    after, waits_for = (status, hold_for) if status else (rules.after_reply(ticket.status), ticket.hold_for)
    facts = lifecycle.moved(ticket, after, by=By.PERSON, hold_for=waits_for, actor=actor, now=now)
    seen = seen_up_to if newer else None
    publish(AgentReplied(ticket_id=ticket.id, message_id=message.id, seen_up_to=seen, status=status, at=now, actor_id=actor.id))
    for fact in facts:
        publish(fact)
    return message


@command
def customer_message(
    ticket_id: int,
    body: str,
    *,
    uploads: Sequence[int] = (),
    channel: Channel | None = None,
    automatic: bool = False,
    actor: User | None,
    now: datetime,
) -> Message:
    """The customer writes again: a solved ticket reopens, on a closed one a new linked ticket begins (look at the message's
    `ticket_id`). An automatic message is kept and moves nothing. `actor` None: a channel that knows the sender to be the requester.

    Raises NotAllowed, RuleViolation(empty, too_long, too_many_files)."""
    ticket = lock(Ticket, ticket_id)
    if actor is not None and not is_requester(actor, ticket.requester_id):
        raise NotAllowed("write", ticket.number)
    if ticket.status is Status.CLOSED and not automatic:
        return _follow_up(ticket, body, uploads, channel, actor, now)
    text = messages.checked_body(body, has_files=bool(uploads))
    author = actor or db.session.get_one(User, ticket.requester_id)
    message = messages.added(
        ticket, MessageKind.CUSTOMER, text, author=author, uploads=uploads, channel=channel, is_automatic=automatic, now=now
    )  # fmt: skip
    if not automatic:
        ticket.unanswered_since = ticket.unanswered_since or now
    after = ticket.status if automatic else rules.after_customer_message(ticket.status)
    facts = lifecycle.moved(ticket, after, by=By.CUSTOMER, hold_for=ticket.hold_for, actor=author, now=now)
    publish(CustomerWrote(ticket_id=ticket.id, message_id=message.id, automatic=automatic, at=now, actor_id=author.id))
    for fact in facts:
        publish(fact)
    return message


@command
def note(ticket_id: int, body: str, *, uploads: Sequence[int] = (), actor: User, now: datetime) -> Message:
    """A note for colleagues; it never leaves the house and moves no clock. Raises NotAllowed, RuleViolation."""
    ticket = lock(Ticket, ticket_id)
    if not may_work(actor):
        raise NotAllowed("note", ticket.number)
    text = messages.checked_body(body, has_files=bool(uploads))
    message = messages.added(ticket, MessageKind.NOTE, text, author=actor, uploads=uploads, now=now)
    _drop_draft(ticket_id, actor)
    publish(NoteAdded(ticket_id=ticket.id, message_id=message.id, at=now, actor_id=actor.id))
    return message


@command
def system_message(ticket_id: int, body: str, *, now: datetime) -> Message:
    """An automatic message to the customer (acknowledgement, reminder): no clock moves, nothing reopens."""
    ticket = lock(Ticket, ticket_id)
    message = messages.added(ticket, MessageKind.SYSTEM, messages.checked_body(body), author=None, is_automatic=True, now=now)
    publish(SystemWrote(ticket_id=ticket.id, message_id=message.id, at=now))
    return message


@command
def no_reply_needed(ticket_id: int, reason: str, *, actor: User, now: datetime) -> None:
    """What the customer wrote needs no answer, because of `reason`, which is recorded (sla.md rule 6).

    Raises NotAllowed, RuleViolation(no_reason | nothing_due)."""
    ticket = _for_agent(ticket_id, actor, "waive")
    if not reason.strip():
        raise RuleViolation("no_reason", "Say in a few words why no reply is needed.", field="reason")
    if ticket.unanswered_since is None:
        raise RuleViolation("nothing_due", "No reply is due on this ticket.")
    ticket.unanswered_since = None
    publish(NoReplyNeeded(ticket_id=ticket.id, reason=reason.strip()[:500], at=now, actor_id=actor.id))
    after = rules.after_reply(ticket.status)
    lifecycle.move(ticket, after, by=By.PERSON, hold_for=ticket.hold_for, actor=actor, now=now)


def _for_agent(ticket_id: int, actor: User, action: str) -> Ticket:
    ticket = lock(Ticket, ticket_id)
    if not may_work(actor):
        raise NotAllowed(action, ticket.number)
    if ticket.status is Status.CLOSED:
        raise RuleViolation("closed", "This ticket is closed. Open a new one for the customer instead.")
    return ticket


def _newer_than(ticket: Ticket, seen_up_to: int | None, actor: User) -> list[int]:
    """Ids of messages and notes by others that came after the one seen. Costs no query when the newest was seen."""
    if seen_up_to is None or ticket.last_message_id is None or ticket.last_message_id <= seen_up_to:
        return []
    others = Message.author_id.is_distinct_from(actor.id), Message.kind != MessageKind.SYSTEM, ~Message.is_automatic
    return list(db.session.scalars(select(Message.id).where(Message.ticket_id == ticket.id, Message.id > seen_up_to, *others)))


def _oldest_after(ticket_id: int, message_id: int) -> datetime | None:
    by_customer = Message.kind == MessageKind.CUSTOMER, ~Message.is_automatic
    unseen = select(func.min(Message.at)).where(Message.ticket_id == ticket_id, Message.id > message_id, *by_customer)
    return db.session.scalar(unseen)


def _drop_draft(ticket_id: int, actor: User) -> None:
    db.session.execute(delete(ReplyDraft).where(ReplyDraft.ticket_id == ticket_id, ReplyDraft.user_id == actor.id))


def _follow_up(
    closed: Ticket, body: str, uploads: Sequence[int], channel: Channel | None, actor: User | None, now: datetime
) -> Message:
    draft = filing.Draft(
        body=body, subject=closed.subject, requester_id=closed.requester_id, channel=channel or closed.channel,
        order_id=closed.order_id, order_number=closed.order_number, uploads=list(uploads), follows_id=closed.id,
        locale=closed.language, category=closed.category, subtype=closed.subtype,
    )  # fmt: skip
    ticket = filing.file_ticket(draft, actor=actor, now=now)
    return db.session.scalars(select(Message).where(Message.ticket_id == ticket.id)).one()
