"""Tickets of a source: the conversation begins with the text, classified where the source does not say.

No acknowledgement goes out and no clock starts; that begins with the customer's next message."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from helpdesk.classification import queries as classification
from helpdesk.classification.rules.documents import as_document
from helpdesk.classification.vocabulary import SUBTYPES, Category
from helpdesk.imports.commands import bulk, people
from helpdesk.imports.commands.bulk import Written
from helpdesk.imports.records import CustomerRecord, Entry, TicketRecord
from helpdesk.imports.vocabulary import Kind
from helpdesk.staff import queries as staff
from helpdesk.tickets.models import TICKET_NUMBER, Message, Ticket
from helpdesk.tickets.rules import texts
from helpdesk.tickets.vocabulary import FINAL, Channel, MessageKind, Priority, Speaker, Status
from kit import profile
from kit.accounts.models import User
from kit.db import command, db, next_value
from kit.numbers import serial_number
from storefront.orders.models import Order

WAITING = frozenset({Status.NEW, Status.OPEN, Status.ON_HOLD})

UNKNOWN = CustomerRecord(origin_id="unknown", person_id="unknown", name=people.NOBODY)


class Known(NamedTuple):
    """An order that a ticket names."""

    id: int
    customer_id: int


@command
def write_tickets(batch: list[Entry[TicketRecord]], *, origin: str, now: datetime) -> Written:
    """Take a batch of tickets over. One that was taken before is worked on here and stays as it is."""
    known = bulk.known(Kind.TICKETS, origin, [entry.record.origin_id for entry in batch])
    taken = [entry for entry in batch if entry.record.origin_id not in known]
    records = [entry.record for entry in taken]
    orders = _orders({record.order_id for record in records if record.order_id})
    buyers = people.ids_of([record.requester or UNKNOWN for record in records], origin=origin, now=now)
    requesters = {record.origin_id: _requester(record, orders, buyers) for record in records}
    users = {user.id: user for user in db.session.scalars(select(User).where(bulk.among(User.id, requesters.values())))}
    group_id = db.session.scalar(staff.default_group())
    ids, message_ids = bulk.new_ids(Ticket, len(taken)), bulk.new_ids(Message, len(taken))
    tickets = [
        {"id": at, "last_message_id": said}
        | _ticket(record, requesters[record.origin_id], orders.get(record.order_id or ""), group_id, now)
        for record, at, said in zip(records, ids, message_ids, strict=True)
    ]
    bulk.upsert(Ticket, tickets, ["id"], [])
    bulk.upsert(Message, [_message(ticket, record, users) for ticket, record in zip(tickets, records, strict=True)], ["id"], [])
    bulk.remember(Kind.TICKETS, origin, taken, now)
    return Written(accepted=len(taken), unchanged=len(batch) - len(taken))


def _orders(numbers: set[str]) -> dict[str, Known]:
    """The orders that tickets name, whatever their origin."""
    wanted = select(Order.number, Order.id, Order.customer_id).where(bulk.among(Order.number, numbers))
    return {row.number: Known(row.id, row.customer_id) for row in db.session.execute(wanted)}


def _requester(record: TicketRecord, orders: dict[str, Known], buyers: dict[str, int]) -> int:
    """Who asks: the person named, else the customer of the order, else somebody unknown."""
    order = orders.get(record.order_id or "")
    if record.requester is None and order:
        return order.customer_id
    return buyers[(record.requester or UNKNOWN).person_id]


def _ticket(record: TicketRecord, requester_id: int, order: Known | None, group_id: int | None, now: datetime) -> dict[str, Any]:
    at = record.created_at or now
    status = Status(record.status or Status.NEW)
    ended_at = at if status in FINAL else None
    number = serial_number("T", now.astimezone(profile.current().zone).date(), next_value(TICKET_NUMBER.name))
    return {
        "number": number,
        "subject": texts.clean_subject(record.subject) or number,
        "status": status,
        "channel": Channel(record.channel or Channel.WEB),
        "requester_id": requester_id,
        "group_id": group_id,
        "order_id": order.id if order else None,
        "order_number": record.order_id,
        "created_at": at,
        "last_message_at": at,
        "last_message_by": Speaker.CUSTOMER,
        "preview": texts.preview_of(record.body),
        "unanswered_since": at if status in WAITING else None,
        "solved_at": ended_at,
        "closed_at": ended_at if status is Status.CLOSED else None,
        **_label(record),
    }


def _message(ticket: dict[str, Any], record: TicketRecord, users: dict[int, User]) -> dict[str, Any]:
    """The text, found by the search as every message is: by its words, the ticket's heading and the writer."""
    person = users[ticket["requester_id"]]
    body = texts.clean_body(record.body)
    terms = texts.terms(ticket["number"], ticket["subject"], ticket["order_number"], person.name, person.email, body)
    return {
        "id": ticket["last_message_id"],
        "ticket_id": ticket["id"],
        "kind": MessageKind.CUSTOMER,
        "author_id": person.id,
        "body": body,
        "channel": ticket["channel"],
        "at": ticket["created_at"],
        "document": " ".join(map(_lexeme, terms)),
    }


def _lexeme(term: str) -> str:
    """A search term as PostgreSQL reads a tsvector: quoted, so that it is taken as it is."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _label(record: TicketRecord) -> dict[str, Any]:
    """What it is about: as the source says, the rest by our own reading of the text."""
    if record.category and record.language:
        subtype = record.subtype if record.subtype in SUBTYPES[Category(record.category)] else None
        return {
            "category": record.category,
            "subtype": subtype,
            "intent": record.intent or None,
            "language": record.language,
            "sentiment": None,
            "priority": Priority(record.priority or Priority.NORMAL),
            "confidence": None,
            "classification": {},
        }
    given = classification.classify(f"{record.subject}\n{record.body}")
    return {
        "category": record.category or given.category.value,
        "subtype": given.subtype if record.category in ("", given.category) else None,
        "intent": record.intent or given.intent.value,
        "language": record.language or given.language.value,
        "sentiment": given.sentiment.value,
        "priority": Priority(record.priority or given.urgency.value),
        "confidence": None if record.category else given.confidence,
        "classification": as_document(given),
    }
