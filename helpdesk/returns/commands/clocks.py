"""The deadlines of a case: armed, paused, resumed, stopped, frozen. Called by the steps of the case, inside their transaction."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from helpdesk.returns.models import CalendarExtension, Case, Deadline
from helpdesk.returns.rules import lifecycle
from helpdesk.returns.rules.transitions import Transition
from helpdesk.returns.vocabulary import Clock, DeadlineStatus
from kit import profile
from kit.db import db

NEAR_SHARE = 0.8


def follow(case: Case, row: Transition, now: datetime) -> None:
    """What a step does to the clocks: the one of the state left ends, others wait, run on or begin."""
    if row.to in (None, case.state) or row.source != row.to:
        stopped = lifecycle.stopped_clock(row)
        if stopped is not None and stopped not in row.pauses:
            stop(case, stopped, now)
    for clock in row.pauses:
        pause(case, clock, now)
    for clock in row.resumes:
        resume(case, clock, now)
    for clock in row.arms:
        arm(case, clock, now)
    if row.to is not None and row.to in lifecycle.ENDED:
        for deadline in _live(case.id):
            _end(deadline, DeadlineStatus.STOPPED, now)
    refresh(case)


def arm(case: Case, clock: Clock, now: datetime) -> Deadline:
    """Start a clock afresh; one of the same kind that still ran ends."""
    stop(case, clock, now)
    due_at = lifecycle.due_at(clock, now, profile.current().zone)
    if lifecycle.CLOCKS[clock].days:
        due_at += _extension(now, due_at)
    deadline = Deadline(case_id=case.id, kind=clock, on_expire_event=lifecycle.CLOCKS[clock].event, armed_at=now)
    _run_until(deadline, due_at, now)
    db.session.add(deadline)
    return deadline


def stop(case: Case, clock: Clock, now: datetime) -> None:
    for deadline in _live(case.id):
        if deadline.kind is clock:
            _end(deadline, DeadlineStatus.STOPPED, now)
    db.session.flush()


def pause(case: Case, clock: Clock, now: datetime) -> None:
    """Keep what is left of a running clock."""
    for deadline in _live(case.id):
        if deadline.kind is clock and deadline.due_at is not None:
            deadline.remaining_s = max(0, int((deadline.due_at - now).total_seconds()))
            deadline.status, deadline.paused_at = DeadlineStatus.PAUSED, now
            deadline.due_at = deadline.near_at = None


def resume(case: Case, clock: Clock, now: datetime) -> None:
    """Let a waiting clock run on with what was left, at least a day."""
    for deadline in _live(case.id):
        if deadline.kind is clock and deadline.remaining_s is not None:
            left = lifecycle.resumed_for(timedelta(seconds=deadline.remaining_s))
            deadline.status, deadline.remaining_s, deadline.paused_at = DeadlineStatus.ARMED, None, None
            _run_until(deadline, now + left, now)


def freeze(case: Case, now: datetime) -> None:
    """A dispute stops all clocks where they are (I15)."""
    for deadline in _live(case.id):
        pause(case, deadline.kind, now)
    refresh(case)


def thaw(case: Case, now: datetime) -> None:
    for deadline in _live(case.id):
        resume(case, deadline.kind, now)
    refresh(case)


def claim(deadline_id: int, now: datetime) -> bool:
    """Take an overdue deadline for firing; False when it was stopped, moved or taken meanwhile."""
    due = Deadline.id == deadline_id, Deadline.status == DeadlineStatus.ARMED, Deadline.due_at < now
    fired = update(Deadline).where(*due).values(status=DeadlineStatus.FIRED, due_at=None, near_at=None, ended_at=now)
    return bool(db.session.execute(fired).rowcount == 1)  # type: ignore[attr-defined]


def refresh(case: Case) -> None:
    """Tell the case its earliest deadline."""
    db.session.flush()
    armed = Deadline.case_id == case.id, Deadline.status == DeadlineStatus.ARMED
    case.due_at = db.session.scalar(select(func.min(Deadline.due_at)).where(*armed))


def _live(case_id: int) -> list[Deadline]:
    live = Deadline.status.in_((DeadlineStatus.ARMED, DeadlineStatus.PAUSED))
    return list(db.session.scalars(select(Deadline).where(Deadline.case_id == case_id, live)))


def _end(deadline: Deadline, status: DeadlineStatus, now: datetime) -> None:
    deadline.status, deadline.ended_at = status, now
    deadline.due_at = deadline.near_at = deadline.remaining_s = None


def _run_until(deadline: Deadline, due_at: datetime, now: datetime) -> None:
    deadline.due_at = due_at
    deadline.near_at = now + (due_at - now) * NEAR_SHARE


def _extension(now: datetime, due_at: datetime) -> timedelta:
    """The holidays that begin before a deadline counted in days is over."""
    zone = profile.current().zone
    first, last = now.astimezone(zone).date(), due_at.astimezone(zone).date()
    stmt = select(func.sum(CalendarExtension.days)).where(CalendarExtension.starts_on.between(first, last))
    return timedelta(days=int(db.session.scalar(stmt) or 0))
