"""Recording how an attempt went, and what it leads to; looking at a phone number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from helpdesk.tickets.commands import conversation, filing, lifecycle
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import By, Channel, Opening
from helpdesk.tickets.vocabulary import Status as TicketStatus
from helpdesk.visits import rules
from helpdesk.visits.commands.planning import calling_hours
from helpdesk.visits.events import PhoneRevealed, VisitAttempted, VisitPlanned
from helpdesk.visits.models import Visit, VisitAttempt, VisitRefusal, VisitSettings
from helpdesk.visits.vocabulary import MAX_NOTE, Outcome, Reason, Status
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import publish


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What the agent noted. `next_at`: when the customer wants to be called again, or the next follow-up."""

    outcome: Outcome
    mood: int | None = None
    note: str = ""
    next_at: datetime | None = None


@command
def record(visit_id: int, attempt: Attempt, *, seen_version: int | None = None, actor: User, now: datetime) -> Visit:
    """Note how an attempt went: done, or tried again later; not happy reopens the ticket (or files a new one, when it is closed).

    Raises NotAllowed, Conflict(stale | visit_done), RuleViolation(no_mood | past | too_long), NotFound."""
    visit = lock(Visit, visit_id)
    _check(visit, attempt, seen_version, actor, now)
    visit.attempts += 1
    hours = calling_hours(db.session.get_one(VisitSettings, 1))
    step = rules.after_attempt(attempt.outcome, attempt.mood, visit.attempts, attempt.next_at, hours=hours, now=now)
    visit.outcome, visit.mood, visit.status = attempt.outcome, attempt.mood, step.status
    visit.assignee_id = visit.assignee_id or actor.id
    visit.done_at = now if step.status is Status.DONE else None
    visit.due_at = step.next_at or visit.due_at
    note = attempt.note.strip()
    db.session.add(VisitAttempt(visit_id=visit.id, by_id=actor.id, at=now, outcome=attempt.outcome, mood=attempt.mood, note=note))
    publish(
        VisitAttempted(
            visit_id=visit.id, ticket_id=visit.ticket_id, outcome=attempt.outcome, mood=attempt.mood, attempt=visit.attempts,
            next_at=step.next_at, at=now, actor_id=actor.id,
        )
    )  # fmt: skip
    _follow(visit, attempt, step, note, actor, now)
    return visit


@command
def reveal_phone(visit_id: int, *, actor: User, now: datetime) -> str:
    """The customer's whole number; that it was looked at is recorded. Raises NotAllowed, RuleViolation(no_phone)."""
    visit = lock(Visit, visit_id)
    customer = db.session.get_one(User, visit.customer_id)
    if not actor.is_agent:
        raise NotAllowed("reveal", visit_id)
    if not customer.phone:
        raise RuleViolation("no_phone", "We have no phone number of this customer.")
    publish(PhoneRevealed(visit_id=visit.id, ticket_id=visit.ticket_id, customer_id=customer.id, at=now, actor_id=actor.id))
    return customer.phone


def _check(visit: Visit, attempt: Attempt, seen_version: int | None, actor: User, now: datetime) -> None:
    if not actor.is_agent:
        raise NotAllowed("record", visit.id)
    if visit.status is not Status.PLANNED:
        raise Conflict("visit_done", "This follow-up is done already. Reload the list.")
    if seen_version is not None and visit.version != seen_version:
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")
    if attempt.outcome is Outcome.REACHED and attempt.mood is None:
        raise RuleViolation("no_mood", "Choose how the customer is now.", field="mood")
    if attempt.next_at is not None and attempt.next_at <= now:
        raise RuleViolation("past", "Choose a time that is still to come.", field="next_at")
    if len(attempt.note) > MAX_NOTE:
        raise RuleViolation("too_long", "Please keep it under 4,000 characters.", field="note")


def _follow(visit: Visit, attempt: Attempt, step: rules.Step, note: str, actor: User, now: datetime) -> None:
    """What an attempt leads to outside the visit: a note in the conversation, a reopened ticket, a further visit, no more calls."""
    if attempt.outcome is Outcome.NO_CALLS:
        db.session.execute(insert(VisitRefusal).values(user_id=visit.customer_id, at=now).on_conflict_do_nothing())
    if visit.ticket_id is not None and note:
        conversation.note(visit.ticket_id, note, actor=actor, now=now)
    if step.status is Status.DONE and attempt.outcome is Outcome.REACHED and attempt.next_at is not None:
        _repeat(visit, attempt.next_at, actor, now)
    if step.reopens and visit.ticket_id is not None:
        _reopen(visit.ticket_id, note, actor, now)


def _reopen(ticket_id: int, note: str, actor: User, now: datetime) -> None:
    ticket = lock(Ticket, ticket_id)
    if ticket.status is TicketStatus.SOLVED:
        lifecycle.set_status(ticket_id, TicketStatus.OPEN, by=By.PERSON, actor=actor, now=now)
    elif ticket.status is TicketStatus.CLOSED:
        draft = filing.Draft(
            body=note or ticket.subject, subject=ticket.subject, requester_id=ticket.requester_id, channel=Channel.PHONE,
            opening=Opening.AGENT_INTERNAL, order_id=ticket.order_id, order_number=ticket.order_number, follows_id=ticket.id,
            category=ticket.category, subtype=ticket.subtype, locale=ticket.language,
        )  # fmt: skip
        filing.file_ticket(draft, actor=actor, now=now)


def _repeat(visit: Visit, next_at: datetime, actor: User, now: datetime) -> None:
    db.session.flush()  # the visit is done before the ticket gets its next one
    again = Visit(
        customer_id=visit.customer_id, ticket_id=visit.ticket_id, source_key=f"repeat:{visit.id}", reason=Reason.REPEAT,
        way=visit.way, about=visit.about, assignee_id=visit.assignee_id, due_at=next_at, created_at=now,
    )  # fmt: skip
    db.session.add(again)
    db.session.flush()
    publish(
        VisitPlanned(visit_id=again.id, ticket_id=again.ticket_id, reason=again.reason, due_at=next_at, at=now, actor_id=actor.id)
    )
