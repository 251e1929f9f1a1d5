"""Filing: a draft becomes a classified ticket with its first message, whatever the channel."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from helpdesk.classification import queries as classifying
from helpdesk.classification.commands import labelling
from helpdesk.classification.registry import facts_about
from helpdesk.classification.rules.classifier import Classification
from helpdesk.classification.rules.documents import as_document
from helpdesk.classification.rules.facts import Circumstances
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
from kit.db import command, db
from kit.errors import NotAllowed, NotFound
from kit.events import publish
from kit.numbers import serial_number

_OURS = {Opening.AGENT_PUBLIC: MessageKind.AGENT, Opening.AGENT_INTERNAL: MessageKind.NOTE}
_ANSWERED = frozenset({Opening.CALL_ANSWERED, *_OURS})


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is known of a ticket before it exists. `category` is what the customer chose, None lets the text decide;
    `uploads` are ids of files that the writer was checked to own; `order_id` is one that the requester was checked to own;
    `is_verified` is False when nobody proved to be the requester."""

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
    is_verified: bool = True
    is_demo: bool = False


@command
def file_ticket(draft: Draft, *, actor: User | None, now: datetime) -> Ticket:
    """File a ticket; `actor` is the customer, an agent for them, or None for a guest, a channel or the system.

    Raises RuleViolation(empty, too_long, too_many_files), NotAllowed when somebody else's name is used, NotFound."""
    requester = _requester(draft, actor)
    body = messages.checked_body(draft.body, has_files=bool(draft.uploads))
    circumstances = Circumstances(now=now, requester_id=requester.id, order_id=draft.order_id)
    text = f"{draft.subject}\n{body}"
    given = classifying.classify(text, facts=facts_about(circumstances))
    ticket = _new_ticket(draft, body, given, now)
    db.session.add(ticket)
    db.session.flush()
    message = messages.added(
        ticket, _OURS.get(draft.opening, MessageKind.CUSTOMER), body, author=actor if draft.opening in _OURS else requester,
        uploads=draft.uploads, channel=draft.channel, names=(requester.name, requester.email),
        message_id=ticket.last_message_id, now=now,
    )  # fmt: skip
    labelling.keep_text(text, given, ticket_id=ticket.id, requester_id=requester.id, now=now)
    publish(_filed(ticket, message.id, draft, requester, actor))
    return ticket


def _requester(draft: Draft, actor: User | None) -> User:
    if actor is not None and is_requester(actor, draft.requester_id) and draft.opening is Opening.CUSTOMER:
        return actor
    if actor is not None and not may_work(actor):
        raise NotAllowed("file", draft.requester_id)
    requester = accounts.user(draft.requester_id)
    if requester is None:
        raise NotFound("user", draft.requester_id)
    return requester


def _new_ticket(draft: Draft, body: str, given: Classification, now: datetime) -> Ticket:
    given_by_database = select(func.nextval(TICKET_NUMBER.name), messages.NEXT_ID, staff.default_group().scalar_subquery())
    sequence, message_id, group_id = db.session.execute(given_by_database).one()
    number = serial_number("T", now.astimezone(profile.current().zone).date(), sequence)
    chosen = draft.category or given.category.value
    return Ticket(
        number=number, subject=texts.clean_subject(draft.subject) or texts.subject_of(body) or number,
        status=Status.OPEN if draft.opening in _ANSWERED else Status.NEW,
        priority=draft.priority or Priority(given.urgency),
        category=chosen, subtype=draft.subtype or (given.subtype if chosen == given.category else None),
        intent=given.intent, language=given.language if body else draft.locale[:2], sentiment=given.sentiment,
        confidence=given.confidence, classification=as_document(given),
        channel=draft.channel, requester_id=draft.requester_id, group_id=group_id,
        order_id=draft.order_id, order_number=draft.order_number, case_id=draft.case_id, case_number=draft.case_number,
        follows_id=draft.follows_id, created_at=now, last_message_at=now, last_message_id=message_id,
        preview=texts.preview_of(body), is_demo=draft.is_demo,
        last_message_by=Speaker.AGENT if draft.opening in _OURS else Speaker.CUSTOMER,
        unanswered_since=None if draft.opening in _ANSWERED else now,
    )  # fmt: skip


def _filed(ticket: Ticket, message_id: int, draft: Draft, requester: User, actor: User | None) -> TicketFiled:
    return TicketFiled(
        ticket_id=ticket.id, message_id=message_id, requester_is_agent=requester.is_agent, channel=draft.channel,
        by_agent=actor is not None and actor.is_agent and actor.id != requester.id,
        opening=draft.opening, verified=draft.is_verified, at=ticket.created_at,
        actor_id=actor.id if actor else requester.id,
    )  # fmt: skip
