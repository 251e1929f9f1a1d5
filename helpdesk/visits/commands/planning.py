"""Planning visits: after a solved complaint, after a low score, by hand; and what makes a plan pointless."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert

from helpdesk.sla.rules.calendar import BusinessCalendar
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import Reason as Closing
from helpdesk.visits import rules
from helpdesk.visits.events import VisitCancelled, VisitPlanned, VisitSettingsChanged
from helpdesk.visits.models import Visit, VisitRefusal, VisitSettings
from helpdesk.visits.vocabulary import Reason, Status, Way
from kit import profile
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import publish


@command
def choose(changes: Mapping[str, Any], *, actor: User, now: datetime) -> None:
    """Change when follow-ups are planned; those planned keep their time. Raises NotAllowed."""
    if not actor.is_manager:
        raise NotAllowed("choose", "visits")
    settings = lock(VisitSettings, 1)
    for name, value in changes.items():
        setattr(settings, name, value)
    values = [f"{name}={value}" for name, value in changes.items()]
    publish(VisitSettingsChanged(visit_settings_id=1, values=values, at=now, actor_id=actor.id))


@command
def plan_after_solving(ticket_id: int, closing: Closing | None, *, at: datetime) -> None:
    """A complaint was solved at `at`: ask two days later, in calling hours, whether it holds."""
    ticket, customer, settings = _of(ticket_id)
    can_be_reached = bool(customer.phone or customer.email) and not _refuses(customer.id)
    if not rules.is_due_after_solving(
        ticket.category, closing, is_customer=not customer.is_staff, can_be_reached=settings.is_on and can_be_reached
    ):
        return
    due_at = rules.slot(at + timedelta(seconds=settings.after_solving_s), calling_hours(settings))
    _plan(ticket, Reason.SOLVED_COMPLAINT, due_at, key=f"solved:{ticket.id}:{at.isoformat()}", survey_id=None, at=at)


@command
def plan_after_low_score(ticket_id: int, survey_id: int, *, at: datetime) -> None:
    """A low score: somebody calls soon. A visit that is planned already comes forward."""
    ticket, customer, settings = _of(ticket_id)
    if not settings.is_on or _refuses(customer.id):
        return
    due_at = rules.slot(at + timedelta(seconds=settings.after_low_score_s), calling_hours(settings))
    _plan(ticket, Reason.LOW_SCORE, due_at, key=f"survey:{survey_id}", survey_id=survey_id, at=at)


@command
def plan(
    customer_id: int, ticket_id: int | None, way: Way, about: str, due_at: datetime, key: str, *, actor: User, now: datetime
) -> Visit:
    """An agent plans a visit. `key` makes a repeat harmless.

    Raises NotAllowed, RuleViolation(past), Conflict(visit_open) when the ticket has an open visit."""
    if not actor.is_agent:
        raise NotAllowed("plan", customer_id)
    if due_at < now:
        raise RuleViolation("past", "Choose a time that is still to come.", field="due_at")
    visit = Visit(
        customer_id=customer_id, ticket_id=ticket_id, source_key=f"planned:{key}", reason=Reason.PLANNED, way=way,
        about=about.strip(), assignee_id=actor.id, due_at=due_at, created_at=now,
    )  # fmt: skip
    if ticket_id is not None and _open_of(ticket_id) is not None:
        raise Conflict("visit_open", "A follow-up is already planned for this ticket.")
    db.session.add(visit)
    db.session.flush()
    publish(VisitPlanned(visit_id=visit.id, ticket_id=ticket_id, reason=visit.reason, due_at=due_at, at=now, actor_id=actor.id))
    return visit


@command
def cancel_for(ticket_id: int, *, at: datetime) -> None:
    """The ticket is worked on again: what was planned after its solution is pointless; a low score still wants a call."""
    visit = _open_of(ticket_id)
    if visit is not None and visit.reason is Reason.SOLVED_COMPLAINT:
        visit.status, visit.done_at = Status.CANCELLED, at
        publish(VisitCancelled(visit_id=visit.id, ticket_id=ticket_id, at=at))


def calling_hours(settings: VisitSettings) -> BusinessCalendar:
    """The shop's hours for calls, in its zone."""
    return rules.calling_hours(profile.current().zone, settings.weekdays, settings.opens_s, settings.closes_s)


def _plan(ticket: Ticket, reason: Reason, due_at: datetime, *, key: str, survey_id: int | None, at: datetime) -> None:
    """A visit for the ticket; if one is open, it becomes this one when this one is sooner."""
    open_ = _open_of(ticket.id)
    if open_ is not None:
        open_.reason, open_.survey_id = reason, survey_id or open_.survey_id
        open_.due_at = min(open_.due_at, due_at)
        return
    row = insert(Visit).values(
        customer_id=ticket.requester_id, ticket_id=ticket.id, survey_id=survey_id, source_key=key, reason=reason, way=Way.CALL,
        about="", assignee_id=ticket.assignee_id, due_at=due_at, status=Status.PLANNED, attempts=0, created_at=at, version=1,
    )  # fmt: skip
    made = db.session.scalar(row.on_conflict_do_nothing(index_elements=["source_key"]).returning(Visit.id))
    if made is not None:
        publish(VisitPlanned(visit_id=made, ticket_id=ticket.id, reason=reason, due_at=due_at, at=at))


def _of(ticket_id: int) -> tuple[Ticket, User, VisitSettings]:
    ticket = db.session.get_one(Ticket, ticket_id)
    return ticket, db.session.get_one(User, ticket.requester_id), db.session.get_one(VisitSettings, 1)


def _open_of(ticket_id: int) -> Visit | None:
    open_ = Visit.ticket_id == ticket_id, Visit.status == Status.PLANNED
    return db.session.scalar(select(Visit).where(*open_).with_for_update().execution_options(populate_existing=True))


def _refuses(user_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(VisitRefusal.user_id == user_id))))
