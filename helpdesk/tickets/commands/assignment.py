"""Assignment: who looks after a ticket. It never touches the customer's clock (sla.md rule 14)."""

from datetime import datetime

from helpdesk.tickets.commands.lifecycle import check_version
from helpdesk.tickets.events import Assigned
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules.access import may_work
from helpdesk.tickets.vocabulary import Status
from kit.accounts import queries as accounts
from kit.accounts.models import User
from kit.db import command, lock
from kit.errors import NotAllowed, RuleViolation
from kit.events import publish


@command
def assign(
    ticket_id: int, assignee_id: int | None, *, seen_version: int | None = None, actor: User | None, now: datetime
) -> Ticket:
    """Give the ticket to an agent, or to nobody. `actor` None: our own routing.

    Raises NotAllowed, Conflict(stale), RuleViolation(closed | not_an_agent)."""
    ticket = lock(Ticket, ticket_id)
    check_version(ticket, seen_version)
    if actor is not None and not may_work(actor):
        raise NotAllowed("assign", ticket.number)
    if ticket.assignee_id == assignee_id:
        return ticket
    if ticket.status is Status.CLOSED:
        raise RuleViolation("closed", "This ticket is closed. Open a new one for the customer instead.")
    if assignee_id is not None and not may_work(_person(assignee_id, actor)):
        raise RuleViolation("not_an_agent", "Choose somebody who answers customers.", field="assignee")
    before, ticket.assignee_id = ticket.assignee_id, assignee_id
    publish(Assigned(ticket_id=ticket.id, before=before, after=assignee_id, at=now, actor_id=actor.id if actor else None))
    return ticket


def _person(user_id: int, actor: User | None) -> User | None:
    return actor if actor is not None and actor.id == user_id else accounts.user(user_id)
