"""Deadlines: the sweep, and the warnings it queues, sent by two workers."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import sqlalchemy as sa
from rq import Worker

from benchmarks import people, processes, timing
from benchmarks.house import House
from benchmarks.registry import Figure, row
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import Status
from helpdesk.sla.commands import sweeping
from helpdesk.sla.models import SlaClock
from kit import clock, queue
from kit.accounts.vocabulary import Role
from kit.db import db

DUE, LETTERS, WORKERS = 1_000, 1_500, 2
DRAIN = "helpdesk.notifications.jobs.drain_bulk"


@row("sweep")
def sweep(house: House) -> Iterator[Figure]:
    """No deadline of the copies is near, so a sweep now finds nothing and one at a later instant exactly what is due then."""
    people.hire(Role.MANAGER), people.hire(Role.LEAD)
    idle = timing.milliseconds(lambda: _demand(sweeping.sweep(now=clock.now()), 0))
    instant = _when_due(DUE)
    taken = timing.seconds(lambda: _sweep_all(instant, DUE))
    yield Figure(work="sweep, none due", value=idle, unit="ms", at_most=2)
    yield Figure(work=f"sweep, {DUE:,} due, notices queued", value=1000 * taken, unit="ms", at_most=500)


@row("reminders")
def reminders(house: House) -> Iterator[Figure]:
    """Rendered and given to the mail provider's twin on loopback; measured from the first letter sent to the last."""
    people.hire(Role.MANAGER), people.hire(Role.LEAD)
    after = db.session.scalar(sa.select(sa.func.max(Notification.id))) or 0
    _sweep_all(_when_due(LETTERS), LETTERS)
    queue.empty()
    with ExitStack() as running:
        for _ in range(WORKERS):
            running.enter_context(processes.started("helpdesk.cli", "worker", "--queue", queue.BULK, environment=house.environment))
        processes.until(lambda: Worker.count(connection=queue.connection()) == WORKERS)
        for _ in range(WORKERS):
            queue.enqueue(DRAIN, queue=queue.BULK)
        processes.until(lambda: _waiting(after) == 0)
    sent = sa.select(Notification.sent_at).where(Notification.id > after, Notification.status == Status.SENT)
    times = [at for at in db.session.scalars(sent.order_by(Notification.sent_at)) if at]
    db.session.rollback()
    rate = len(times) / (times[-1] - times[0]).total_seconds()
    yield Figure(work=f"{len(times):,} reminders sent, {WORKERS} workers", value=rate, unit="/s", at_least=500)


def _when_due(count: int) -> datetime:
    """The first whole second at which so many tickets, or a few more, have a ripe warning or a passed deadline."""
    nearest = sa.func.min(sa.func.least(SlaClock.due_at, SlaClock.warn_at)).label("nearest")
    running = (SlaClock.fulfilled_at.is_(None), SlaClock.ended_at.is_(None), SlaClock.breached_at.is_(None))
    each = sa.select(nearest).where(*running).group_by(SlaClock.ticket_id).subquery()
    instant: datetime | None = db.session.scalar(sa.select(each.c.nearest).order_by(each.c.nearest).offset(count - 1).limit(1))
    db.session.rollback()
    if instant is None:
        raise LookupError(f"there are no {count} running clocks")
    return instant.replace(microsecond=0) + timedelta(seconds=1)


def _sweep_all(now: datetime, count: int) -> None:
    taken = 0
    while batch := sweeping.sweep(now=now):
        taken += batch
    db.session.expire_all()
    if taken < count:
        raise LookupError(f"the sweep took {taken} tickets instead of {count}")


def _demand(taken: int, expected: int) -> None:
    if taken != expected:
        raise LookupError(f"the sweep took {taken} tickets instead of {expected}")


def _waiting(after: int) -> int:
    open_ones = sa.select(sa.func.count()).where(Notification.id > after, Notification.status.in_([Status.QUEUED, Status.SENDING]))
    left = db.session.scalar(open_ones.where(Notification.queue == queue.BULK)) or 0
    db.session.rollback()
    return left
