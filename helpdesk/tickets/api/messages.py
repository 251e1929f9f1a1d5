"""Writing messages and reading the timeline by program."""

from typing import Any

from flask import jsonify, make_response
from werkzeug.wrappers import Response

from helpdesk.tickets.api import READ, WRITE, bp, documents
from helpdesk.tickets.api.schemas import MessageDocument, NewMessage, Timeline
from helpdesk.tickets.api.tickets import ticket_of
from helpdesk.tickets.commands import conversation
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.queries import thread
from helpdesk.tickets.queries.thread import Said
from kit import clock
from kit.accounts.guards import actor
from kit.accounts.models import User
from kit.web.api import bearer
from kit.web.filters import iso
from kit.web.idempotency import once


@bp.route("/tickets/<number>/messages", methods=["POST"])
@bearer(WRITE)
@once
@bp.arguments(NewMessage)
@bp.answers(201, MessageDocument)
def write(given: dict[str, Any], number: str) -> Response:
    """A reply or note by an agent, a message by the customer. A reply that missed a newer message is refused with 409."""
    me = actor()
    ticket = ticket_of(me, number)
    message = _written(ticket, given, me)
    return make_response(jsonify(documents.message(Said(message), ticket)), 201)


@bp.route("/tickets/<number>/timeline", methods=["GET"])
@bearer(READ)
@bp.response(200, Timeline)
def timeline(number: str) -> dict[str, Any]:
    me = actor()
    ticket = ticket_of(me, number)
    said = [documents.message(item, ticket) for item in thread.messages(ticket, reader=me)]
    records = thread.events(ticket) if me.is_agent else []
    events = [
        {"id": record.id, "kind": record.kind, "at": iso(record.at), "actor_id": record.actor_id, "particulars": record.particulars}
        for record in records
    ]
    return {"messages": said, "events": events}


def _written(ticket: Ticket, given: dict[str, Any], me: User) -> Message:
    now = clock.now()
    if not me.is_agent:
        return conversation.customer_message(ticket.id, given["body"], actor=me, now=now)
    if given["kind"] == "note":
        return conversation.note(ticket.id, given["body"], actor=me, now=now)
    return conversation.reply(
        ticket.id, given["body"], seen_up_to=given["seen_up_to"], status=given.get("status"), hold_for=given.get("hold_for"),
        actor=me, now=now,
    )  # fmt: skip
