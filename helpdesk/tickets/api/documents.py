"""Tickets and messages as documents. Instants leave in UTC with seconds."""

from datetime import datetime
from typing import Any

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries.thread import Said
from kit.web.filters import iso


def listed(row: Any) -> dict[str, Any]:
    """A row of the queue."""
    return {
        **_common(row), "requester": row.requester_name, "assignee": row.assignee_name, "order": row.order_number,
        "next_due_at": _iso(row.next_due_at), "next_metric": row.next_metric,
    }  # fmt: skip


def detail(ticket: Ticket, *, for_agent: bool) -> dict[str, Any]:
    """A whole ticket; what only agents may know is left out for customers."""
    shown = {
        **_common(ticket), "subtype": ticket.subtype, "order": ticket.order_number, "case": ticket.case_number,
        "assignee": ticket.assignee.label if ticket.assignee else None, "requester": ticket.requester.label,
        "solved_at": _iso(ticket.solved_at), "closed_at": _iso(ticket.closed_at), "version": ticket.version,
    }  # fmt: skip
    if for_agent:
        shown |= {
            "last_message_id": ticket.last_message_id, "unanswered_since": _iso(ticket.unanswered_since),
            "next_due_at": _iso(ticket.next_due_at), "next_metric": ticket.next_metric,
        }  # fmt: skip
    return shown


def message(said: Said, ticket: Ticket) -> dict[str, Any]:
    found = said.message
    return {
        "id": found.id, "kind": found.kind, "author": found.author.label if found.author else None, "body": found.body,
        "channel": found.channel, "at": iso(found.at), "automatic": found.is_automatic, "files": [file.name for file in said.files],
        "ticket": ticket.number,
    }  # fmt: skip


def _common(row: Any) -> dict[str, Any]:
    return {
        "number": row.number, "subject": row.subject, "status": row.status, "hold_for": row.hold_for, "priority": row.priority,
        "category": row.category, "channel": row.channel, "created_at": iso(row.created_at), "preview": row.preview,
        "last_message_at": iso(row.last_message_at),
    }  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return iso(at) if at else None
