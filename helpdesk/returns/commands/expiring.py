"""What the clock does when a deadline passes: the ordinary step of the table, as the clock."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update

from helpdesk.proposals import commands as proposals
from helpdesk.proposals import queries as offers
from helpdesk.proposals.vocabulary import Status
from helpdesk.returns.commands import authorizing, clocks, completing, moving
from helpdesk.returns.events import DeadlineNear
from helpdesk.returns.models import Case, Deadline
from helpdesk.returns.rules.transitions import Guard
from helpdesk.returns.vocabulary import DeadlineStatus, Event, Party, State
from kit.db import command, db
from kit.events import publish


@command
def fire(deadline_id: int, *, now: datetime) -> bool:
    """End an overdue deadline and take its step; False when somebody acted first, or a twin of the sweep did it.

    The case is locked before the deadline is claimed, as a person's click does it, so exactly one of both wins (I16).
    """
    case_id = db.session.scalar(select(Deadline.case_id).where(Deadline.id == deadline_id))
    if case_id is None:
        return False
    case = moving.locked(case_id)
    event = db.session.scalar(select(Deadline.on_expire_event).where(Deadline.id == deadline_id))
    if event is None or not clocks.claim(deadline_id, now):
        return False
    _STEPS.get(event, _step)(case, event, now)
    clocks.refresh(case)
    return True


@command
def warn(deadline_id: int, *, now: datetime) -> bool:
    """Tell both sides once that a fifth of the time is left."""
    near = Deadline.id == deadline_id, Deadline.status == DeadlineStatus.ARMED, Deadline.warned_at.is_(None)
    row = db.session.execute(
        update(Deadline).where(*near).values(warned_at=now).returning(Deadline.case_id, Deadline.kind, Deadline.due_at)
    ).one_or_none()
    if row is None:
        return False
    case = db.session.get_one(Case, row.case_id)
    publish(DeadlineNear(**moving.facts_of(case, None, now), kind=row.kind, due_at=row.due_at))
    return True


def _step(case: Case, event: Event, now: datetime) -> None:
    moving.move(case, event, parties={Party.CLOCK}, actor=None, now=now, true={Guard.PARCEL_DUE, Guard.LEGS_DONE})


def _approve(case: Case, event: Event, now: datetime) -> None:
    authorizing.approve_by_clock(case.id, now=now)


def _accept(case: Case, event: Event, now: datetime) -> None:
    completing.accept(case.id, actor=None, now=now)


def _lapse(case: Case, event: Event, now: datetime) -> None:
    """The offer lapses with the clock of the case; whoever listens to that moves the case, else it is moved here."""
    for offer in offers.of_case(case.id):
        if offer.status is Status.OFFERED and offer.expires_at < now:
            proposals.lapse(offer.id, now=now)
    db.session.flush()
    if moving.locked(case.id).state is State.NEGOTIATING:
        _step(case, event, now)


_STEPS: dict[Event, Callable[[Case, Event, datetime], None]] = {
    Event.APPROVE: _approve,
    Event.ACCEPT: _accept,
    Event.LAPSE: _lapse,
}
