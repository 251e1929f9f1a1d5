"""Filing: a draft becomes a ticket with its first message, whatever the channel."""

from dataclasses import dataclass, field
from datetime import datetime

from helpdesk.staff import queries as staff
from helpdesk.tickets.commands import messages
from helpdesk.tickets.events import TicketFiled
from helpdesk.tickets.models import TICKET_NUMBER, Ticket
from helpdesk.tickets.rules import texts
from helpdesk.tickets.rules.access import is_requester, may_work
from helpdesk.tickets.vocabulary import Channel, MessageKind, Opening, Priority, Speaker, Status
from kit import profile
from kit.accounts import queries as accounts
from kit.accounts.models import User
from kit.db import command, db, next_value
from kit.errors import NotAllowed, NotFound
from kit.events import publish
from kit.numbers import serial_number

_KINDS = {Opening.AGENT_PUBLIC: MessageKind.AGENT, Opening.AGENT_INTERNAL: MessageKind.NOTE}
_BY_AGENT = frozenset({Opening.CALL_ANSWERED, Opening.VOICEMAIL, Opening.AGENT_PUBLIC, Opening.AGENT_INTERNAL})
_ANSWERED = frozenset({Opening.CALL_ANSWERED, Opening.AGENT_PUBLIC, Opening.AGENT_INTERNAL})


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is known of a ticket before it exists. `category` is what the customer chose, None lets the text decide;
    `uploads` are ids of files that the writer was checked to own; `order_id` is one that the requester was checked to own."""

    body: str
    requester_id: int
    channel: Channel = Channel.WEB
    subject: str = ""
    order_id: int | None = None
    order_number: str | None = None
    locale: str = "en"
    uploads: list[int] = field(default_factory=list)
    category: str | None = None
    subtype: str | None = None
    priority: Priority | None = None
    opening: Opening = Opening.CUSTOMER
    case_id: int | None = None
    case_number: str | None = None
    follows_id: int | None = None
    is_demo: bool = False


@command
def file_ticket(draft: Draft, *, actor: User | None, now: datetime) -> Ticket:
    """File a ticket; `actor` is the customer, an agent for them, or None for a guest, a channel or the system.

    Raises RuleViolation(empty, too_long, too_many_files), NotAllowed when somebody else's name is used, NotFound."""
    if actor is not None and not may_work(actor) and (not is_requester(actor, draft.requester_id) or draft.opening in _BY_AGENT):
        raise NotAllowed("file", draft.requester_id)
    requester = actor if is_requester(actor, draft.requester_id) else accounts.user(draft.requester_id)
    if requester is None:
        raise NotFound("user", draft.requester_id)
    body = messages.checked_body(draft.body, has_files=bool(draft.uploads))
    ticket = _new_ticket(draft, body, now)
    db.session.add(ticket)
    db.session.flush()
    author = requester if draft.opening not in _BY_AGENT or draft.opening in {Opening.CALL_ANSWERED, Opening.VOICEMAIL} else actor
    message = messages.added(
        ticket, _KINDS.get(draft.opening, MessageKind.CUSTOMER), body,
        author=author, uploads=draft.uploads, channel=draft.channel, names=(requester.name, requester.email), now=now,
    )  # fmt: skip
    publish(_filed(ticket, message.id, draft, requester, actor, now))
    return ticket


def _new_ticket(draft: Draft, body: str, now: datetime) -> Ticket:
    number = serial_number("T", now.astimezone(profile.current().zone).date(), next_value(TICKET_NUMBER.name))
    is_ours = draft.opening in _KINDS
    return Ticket(
        number=number, subject=texts.clean_subject(draft.subject) or texts.subject_of(body) or number,
        status=Status.OPEN if draft.opening in _ANSWERED else Status.NEW, priority=draft.priority or Priority.NORMAL,
        category=draft.category or "other", subtype=draft.subtype, language="zh" if draft.locale.startswith("zh") else "en",
        channel=draft.channel, requester_id=draft.requester_id, group_id=staff.default_group_id(),
        order_id=draft.order_id, order_number=draft.order_number, case_id=draft.case_id, case_number=draft.case_number,
        follows_id=draft.follows_id, created_at=now, last_message_at=now, is_demo=draft.is_demo,
        last_message_by=Speaker.AGENT if is_ours else Speaker.CUSTOMER,
        unanswered_since=None if draft.opening in _ANSWERED else now,
    )  # fmt: skip


def _filed(ticket: Ticket, message_id: int, draft: Draft, requester: User, actor: User | None, now: datetime) -> TicketFiled:
    return TicketFiled(
        ticket_id=ticket.id, message_id=message_id, requester_is_agent=requester.is_agent, channel=draft.channel,
        by_agent=actor is not None and actor.is_agent and actor.id != requester.id, opening=draft.opening,
        at=now, actor_id=actor.id if actor else requester.id if draft.opening is Opening.CUSTOMER else None,
    )  # fmt: skip
