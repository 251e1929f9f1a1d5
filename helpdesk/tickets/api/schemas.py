"""Documents of the ticket routes: shape only."""

import marshmallow as ma
from marshmallow.validate import Length, OneOf

from helpdesk.classification.vocabulary import Category
from helpdesk.tickets.queries.queue import ME, NOBODY
from helpdesk.tickets.vocabulary import MAX_BODY, MAX_SUBJECT, Channel, HoldFor, MessageKind, Priority, Reason, Status
from kit.web.api import Schema


class Person(Schema):
    email = ma.fields.Email(required=True)
    name = ma.fields.String(load_default="", validate=Length(max=120))


class NewTicket(Schema):
    """`requester` only with an agent's token; customers file for themselves. `order` is an order number of the requester."""

    subject = ma.fields.String(load_default="", validate=Length(max=MAX_SUBJECT))
    body = ma.fields.String(required=True, validate=Length(min=1, max=MAX_BODY))
    requester = ma.fields.Nested(Person)
    order = ma.fields.String(validate=Length(max=40))
    category = ma.fields.Enum(Category, by_value=True)
    priority = ma.fields.Enum(Priority, by_value=True)
    locale = ma.fields.String(load_default="en", validate=OneOf(["en", "zh_Hans"]))


class Change(Schema):
    """Every field is optional; customers may only set the status, to solved or open. `assignee` is an address or null."""

    status = ma.fields.Enum(Status, by_value=True)
    hold_for = ma.fields.Enum(HoldFor, by_value=True)
    reason = ma.fields.Enum(Reason, by_value=True)
    priority = ma.fields.Enum(Priority, by_value=True)
    category = ma.fields.Enum(Category, by_value=True)
    subtype = ma.fields.String(allow_none=True, validate=Length(max=40))
    assignee = ma.fields.Email(allow_none=True)


class NewMessage(Schema):
    """`kind` reply or note with an agent's token; a customer's message has none. `seen_up_to` is a message id."""

    body = ma.fields.String(required=True, validate=Length(min=1, max=MAX_BODY))
    kind = ma.fields.String(load_default="reply", validate=OneOf(["reply", "note"]))
    seen_up_to = ma.fields.Integer(load_default=None, allow_none=True)
    status = ma.fields.Enum(Status, by_value=True)
    hold_for = ma.fields.Enum(HoldFor, by_value=True)


class Filter(Schema):
    """What to list; only agents see more than their own."""

    status = ma.fields.Enum(Status, by_value=True)
    category = ma.fields.Enum(Category, by_value=True)
    priority = ma.fields.Enum(Priority, by_value=True)
    channel = ma.fields.Enum(Channel, by_value=True)
    assignee = ma.fields.String(validate=OneOf([ME, NOBODY]))
    q = ma.fields.String(validate=Length(max=100))
    cursor = ma.fields.String(validate=Length(max=400))


class TicketDocument(Schema):
    number = ma.fields.String()
    subject = ma.fields.String()
    status = ma.fields.String()
    hold_for = ma.fields.String(allow_none=True)
    priority = ma.fields.String()
    category = ma.fields.String()
    channel = ma.fields.String()
    requester = ma.fields.String(allow_none=True)
    assignee = ma.fields.String(allow_none=True)
    order = ma.fields.String(allow_none=True)
    created_at = ma.fields.String()
    last_message_at = ma.fields.String()
    preview = ma.fields.String()
    next_due_at = ma.fields.String(allow_none=True)
    next_metric = ma.fields.String(allow_none=True)


class TicketDetail(TicketDocument):
    subtype = ma.fields.String(allow_none=True)
    case = ma.fields.String(allow_none=True)
    last_message_id = ma.fields.Integer(allow_none=True)
    unanswered_since = ma.fields.String(allow_none=True)
    solved_at = ma.fields.String(allow_none=True)
    closed_at = ma.fields.String(allow_none=True)
    version = ma.fields.Integer()


class TicketPage(Schema):
    items = ma.fields.List(ma.fields.Nested(TicketDocument))
    next = ma.fields.String(allow_none=True)


class MessageDocument(Schema):
    id = ma.fields.Integer()
    kind = ma.fields.Enum(MessageKind, by_value=True)
    author = ma.fields.String(allow_none=True)
    body = ma.fields.String()
    channel = ma.fields.String()
    at = ma.fields.String()
    automatic = ma.fields.Boolean()
    files = ma.fields.List(ma.fields.String())
    ticket = ma.fields.String()


class EventDocument(Schema):
    id = ma.fields.Integer()
    kind = ma.fields.String()
    at = ma.fields.String()
    actor_id = ma.fields.Integer(allow_none=True)
    particulars = ma.fields.Dict()


class Timeline(Schema):
    """Messages, oldest first; agents also get notes and every recorded event."""

    messages = ma.fields.List(ma.fields.Nested(MessageDocument))
    events = ma.fields.List(ma.fields.Nested(EventDocument))
