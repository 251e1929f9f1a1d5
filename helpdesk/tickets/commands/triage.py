"""Triage: priority and category, set by a person or by our own rules."""

from datetime import datetime

from helpdesk.classification import queries as classifying
from helpdesk.classification.commands import labelling
from helpdesk.classification.vocabulary import SUBTYPES, Category
from helpdesk.tickets.commands.lifecycle import check_version
from helpdesk.tickets.events import CategoryChanged, PriorityChanged
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules.access import may_work
from helpdesk.tickets.vocabulary import Priority
from kit.accounts.models import User
from kit.db import command, lock
from kit.errors import NotAllowed, RuleViolation
from kit.events import publish


@command
def set_priority(
    ticket_id: int, priority: Priority, *, seen_version: int | None = None, actor: User | None, now: datetime
) -> Ticket:
    """Set the priority; SLA policies that look at it are matched again. Raises NotAllowed, Conflict(stale)."""
    ticket = _locked(ticket_id, seen_version, actor, "set_priority")
    if ticket.priority is priority:
        return ticket
    before, ticket.priority = ticket.priority, priority
    publish(PriorityChanged(ticket_id=ticket.id, before=before, after=priority, at=now, actor_id=actor.id if actor else None))
    return ticket


@command
def set_category(
    ticket_id: int,
    category: str,
    subtype: str | None = None,
    *,
    seen_version: int | None = None,
    actor: User | None,
    now: datetime,
) -> Ticket:
    """Correct the category and sub-type; classification learns from it.

    Raises NotAllowed, Conflict(stale), RuleViolation(bad_category)."""
    ticket = _locked(ticket_id, seen_version, actor, "set_category")
    if category not in set(Category) or (subtype is not None and subtype not in SUBTYPES[Category(category)]):
        raise RuleViolation("bad_category", "Choose one of the categories.", field="category")
    label = classifying.of_ticket(ticket.id)
    if label is not None and actor is not None:
        labelling.correct(label.id, category, subtype, actor=actor, now=now)
    else:
        _relabel(ticket, category, subtype, actor.id if actor else None, now)
    return ticket


@command
def take_over_label(ticket_id: int, category: str, subtype: str | None, *, actor_id: int | None, now: datetime) -> None:
    """The ticket's text got another label: the ticket follows."""
    _relabel(lock(Ticket, ticket_id), category, subtype, actor_id, now)


def _relabel(ticket: Ticket, category: str, subtype: str | None, actor_id: int | None, now: datetime) -> None:
    before = ticket.category, ticket.subtype
    ticket.confidence = None
    if before == (category, subtype):
        return
    ticket.category, ticket.subtype = category, subtype
    publish(
        CategoryChanged(
            ticket_id=ticket.id, before=before[0], after=category, subtype_before=before[1], subtype_after=subtype,
            at=now, actor_id=actor_id,
        )
    )  # fmt: skip


def _locked(ticket_id: int, seen_version: int | None, actor: User | None, action: str) -> Ticket:
    ticket = lock(Ticket, ticket_id)
    check_version(ticket, seen_version)
    if actor is not None and not may_work(actor):
        raise NotAllowed(action, ticket.number)
    return ticket
