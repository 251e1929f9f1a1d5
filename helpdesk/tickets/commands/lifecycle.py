"""Life cycle: setting the status, reopening, closing what was solved long enough ago."""

from datetime import datetime

from sqlalchemy import select

from helpdesk.tickets.events import StatusChanged, TicketReopened
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import lifecycle as rules
from helpdesk.tickets.rules.access import is_requester, may_work
from helpdesk.tickets.vocabulary import FINAL, REOPEN_WITHIN, By, HoldFor, Reason, Status
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import Event, publish


@command
def set_status(
    ticket_id: int,
    status: Status,
    *,
    by: By = By.PERSON,
    reason: Reason | None = None,
    hold_for: HoldFor | None = None,
    seen_version: int | None = None,
    actor: User | None,
    now: datetime,
) -> Ticket:
    """Set the status. `actor` is None only for our own machinery (`by` bot). A given `seen_version` that is no longer the
    newest is a Conflict. Setting the status it has already changes nothing.

    Raises NotAllowed, Conflict(stale), RuleViolation(reply_due | open_promise | bad_status | too_late)."""
    ticket = lock(Ticket, ticket_id)
    check_version(ticket, seen_version)
    _check_actor(ticket, by, actor)
    if ticket.status is status and ticket.hold_for is hold_for:
        return ticket
    if by is By.CUSTOMER and not rules.customer_may_set(ticket.status, status, ticket.solved_at, now):
        raise RuleViolation("too_late", "This request is closed. Write to us again and we open a new one.")
    if rules.owes_answer(ticket.unanswered_since, status, by, reason):
        raise RuleViolation("reply_due", "The customer still waits for an answer. Reply, or say why none is needed.")
    move(ticket, status, by=by, reason=reason, hold_for=hold_for, actor=actor, now=now)
    return ticket


@command
def close_solved(limit: int = 200, *, now: datetime) -> int:
    """Close tickets that were solved 14 days ago; returns how many. Rows that somebody works on are left for the next sweep."""
    due = select(Ticket).where(Ticket.status == Status.SOLVED, Ticket.solved_at <= now - REOPEN_WITHIN)
    tickets = list(db.session.scalars(due.order_by(Ticket.solved_at).limit(limit).with_for_update(skip_locked=True)))
    for ticket in tickets:
        move(ticket, Status.CLOSED, by=By.BOT, actor=None, now=now)
    return len(tickets)


def move(
    ticket: Ticket,
    status: Status,
    *,
    by: By,
    reason: Reason | None = None,
    hold_for: HoldFor | None = None,
    actor: User | None,
    now: datetime,
) -> None:
    """Bring a locked ticket into a status, with all that belongs to it. Inside a command only.

    Raises RuleViolation(open_promise | bad_status)."""
    for fact in moved(ticket, status, by=by, reason=reason, hold_for=hold_for, actor=actor, now=now):
        publish(fact)


def moved(
    ticket: Ticket,
    status: Status,
    *,
    by: By,
    reason: Reason | None = None,
    hold_for: HoldFor | None = None,
    actor: User | None,
    now: datetime,
) -> list[Event]:
    """As `move`, but leaves the facts to be published by the caller, after its own."""
    before, hold_for = ticket.status, hold_for if status is Status.ON_HOLD else None
    if before is status and ticket.hold_for is hold_for:
        return []
    if before is not status and not rules.may_follow(before, status):
        raise RuleViolation("bad_status", "A closed ticket stays closed. Open a new one for the customer instead.")
    if status in FINAL and ticket.open_promises and reason is None:
        raise RuleViolation("open_promise", "An accepted promise is still open. Keep it first, then solve the ticket.")
    _enter(ticket, status, hold_for, now)
    actor_id = actor.id if actor else None
    changed = StatusChanged(
        ticket_id=ticket.id, before=before, after=status, by=by, reason=reason, hold_for=hold_for, at=now, actor_id=actor_id
    )
    if before not in FINAL or status in FINAL:
        return [changed]
    return [changed, TicketReopened(ticket_id=ticket.id, by=by, at=now, actor_id=actor_id)]


def check_version(ticket: Ticket, seen: int | None) -> None:
    """Raises Conflict(stale) when the ticket was changed since the version that was seen."""
    if seen is not None and ticket.version != seen:
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")


def _enter(ticket: Ticket, status: Status, hold_for: HoldFor | None, now: datetime) -> None:
    ticket.status, ticket.hold_for = status, hold_for
    if status is Status.SOLVED:
        ticket.solved_at = now
    if status is Status.CLOSED:
        ticket.closed_at, ticket.solved_at = now, ticket.solved_at or now
    if status in FINAL:
        ticket.unanswered_since = None
    else:
        ticket.solved_at = ticket.closed_at = None


def _check_actor(ticket: Ticket, by: By, actor: User | None) -> None:
    allowed = {
        By.PERSON: may_work(actor),
        By.CUSTOMER: is_requester(actor, ticket.requester_id),
        By.BOT: actor is None or may_work(actor),
    }
    if not allowed[by]:
        raise NotAllowed("set_status", ticket.number)
