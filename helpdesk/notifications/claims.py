"""Who may send a row: claims with a lease, fenced by the attempt number, and how each attempt ended (HARDENING 4.2, G25, J5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from helpdesk.notifications.models import ChannelRest, Notification
from helpdesk.notifications.rules import Outcome, Step, next_step
from helpdesk.notifications.vocabulary import BATCH, LEASE, MOST_FAILURES, WAIT_FOR_EVENT, Ending, Status
from kit.db import claimed, command, db

_TABLE = cast(Table, Notification.__table__)
_MINE = _TABLE.c.id == bindparam("claim_id"), _TABLE.c.attempt == bindparam("claim_attempt")
_BEGIN = (  # this and the next are sent for every letter: built once
    update(_TABLE)
    .where(*_MINE, _TABLE.c.status == Status.SENDING, _TABLE.c.lease_until > bindparam("at"))
    .values(begun_at=bindparam("at"), lease_until=bindparam("until"))
)
_ACCEPTED = (
    update(_TABLE)
    .where(*_MINE, _TABLE.c.status.in_([Status.SENDING, Status.AMBIGUOUS, Status.QUEUED]))
    .values(status=Status.SENT, provider_id=bindparam("provider"), sent_at=bindparam("at"), lease_until=None, last_error="")
)


@dataclass(frozen=True)
class Claim:
    """The right to send one row, as long as the lease lasts and nobody claimed it anew."""

    id: int
    attempt: int


@command
def claim(notification_id: int, *, now: datetime) -> Claim | None:
    """Take one waiting row; None when there is nothing to take: sent, taken, not due, or its channel rests."""
    found = _claim(Notification.id == notification_id, now)
    return found[0] if found else None


@command
def claim_batch(queue: str, *, now: datetime, size: int = BATCH) -> list[Claim]:
    """Take the oldest waiting rows of a queue; other workers skip them."""
    oldest = select(Notification.id).where(Notification.queue == queue, *waiting(now)).order_by(Notification.id)
    picked = db.session.scalars(oldest.limit(size).with_for_update(skip_locked=True)).all()
    return sorted(_claim(Notification.id.in_(picked), now), key=lambda claim: claim.id) if picked else []


@command
def begin(claim: Claim, *, now: datetime) -> bool:
    """The letter leaves now. False when the lease ran out or somebody claimed the row anew: then it must not be sent."""
    values = {"claim_id": claim.id, "claim_attempt": claim.attempt, "at": now, "until": now + LEASE}
    return bool(db.session.connection().execute(_BEGIN, values).rowcount == 1)


@command
def record(claim: Claim, outcome: Outcome, *, resends: bool = True, now: datetime) -> None:
    """Write down how the attempt ended. A worker that was overtaken changes nothing, unless the letter was accepted."""
    if outcome.ending is Ending.ACCEPTED:
        values = {"claim_id": claim.id, "claim_attempt": claim.attempt, "at": now, "provider": outcome.provider_id}
        db.session.connection().execute(_ACCEPTED, values)
        return
    row = db.session.execute(select(Notification.failures, Notification.channel).where(Notification.id == claim.id)).one()
    step = next_step(outcome, failures=row.failures, seed=claim.id, resends=resends, now=now)
    claimed(update(Notification).where(*_held(claim)).values(last_error=outcome.detail[:500], **_values(step)))
    if step.rest_until is not None:
        _rest(row.channel, step.rest_until, outcome.detail)


@command
def skip(claim: Claim, reason: str) -> None:
    """There is nothing to send, or nobody to send it to."""
    claimed(update(Notification).where(*_held(claim)).values(status=Status.SKIPPED, last_error=reason, lease_until=None))


@command
def release(claims: Sequence[Claim]) -> None:
    """Give back rows whose turn did not come."""
    for claim in claims:
        unsent = (*_held(claim), Notification.begun_at.is_(None))
        claimed(update(Notification).where(*unsent).values(status=Status.QUEUED, lease_until=None))


@command
def settle(*, now: datetime, idempotent: Sequence[str] = (), once: Sequence[str] = ()) -> None:
    """Rows of workers that died (HARDENING G25). Not begun, or on an idempotent channel: queued again. Begun: ambiguous until the
    provider's event comes; after ten minutes without one queued again, or given up where the kind is sent at most once."""
    lost = Notification.status == Status.SENDING, Notification.lease_until < now
    unsent = or_(Notification.begun_at.is_(None), Notification.channel.in_(idempotent))
    worn_out = Notification.failures >= MOST_FAILURES
    _move(*lost, worn_out, status=Status.FAILED, lease_until=None, last_error="worker lost again and again")
    _move(*lost, unsent, status=Status.QUEUED, lease_until=None, failures=Notification.failures + 1, last_error="worker lost")
    _move(*lost, status=Status.AMBIGUOUS, lease_until=None, not_before=now + WAIT_FOR_EVENT, last_error="worker lost while sending")
    unheard = Notification.status == Status.AMBIGUOUS, Notification.not_before <= now
    _move(*unheard, Notification.kind.in_(once), status=Status.SKIPPED)
    _move(*unheard, status=Status.QUEUED, not_before=None)


def waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The rows that could be sent at `now`."""
    rests = exists().where(ChannelRest.channel == Notification.channel, ChannelRest.until > now)
    return Notification.status == Status.QUEUED, or_(Notification.not_before.is_(None), Notification.not_before <= now), ~rests


def _claim(which: ColumnElement[bool], now: datetime) -> list[Claim]:
    taken = (
        update(Notification)
        .where(which, *waiting(now))
        .values(status=Status.SENDING, attempt=Notification.attempt + 1, lease_until=now + LEASE, begun_at=None)
        .returning(Notification.id, Notification.attempt)
        .execution_options(synchronize_session=False)
    )
    return [Claim(*row) for row in db.session.execute(taken)]


def _held(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return Notification.id == claim.id, Notification.attempt == claim.attempt, Notification.status == Status.SENDING


def _values(step: Step) -> dict[str, Any]:
    failures = Notification.failures + int(step.is_failure)
    return {"status": step.status, "not_before": step.not_before, "failures": failures, "lease_until": None}


def _move(*which: ColumnElement[bool], **values: Any) -> None:
    db.session.execute(update(Notification).where(*which).values(**values).execution_options(synchronize_session=False))


def _rest(channel: str, until: datetime, reason: str) -> None:
    row = insert(ChannelRest).values(channel=channel, until=until, reason=reason[:500])
    later = {"until": func.greatest(ChannelRest.until, row.excluded.until), "reason": row.excluded.reason}
    db.session.execute(row.on_conflict_do_update(index_elements=["channel"], set_=later))
