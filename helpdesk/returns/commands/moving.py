"""The one way in which a case moves: look the step up in the table, apply it, record it, tell others."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from helpdesk import shop
from helpdesk.proposals import commands as proposals
from helpdesk.returns.commands import clocks
from helpdesk.returns.events import CaseClosed, CaseCompleted, CaseMoved
from helpdesk.returns.models import Case, CaseEvent, CaseLine
from helpdesk.returns.rules import history, lifecycle
from helpdesk.returns.rules.transitions import Effect, Guard, Transition
from helpdesk.returns.vocabulary import Event, Party, State
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import db, lock
from kit.errors import NotFound
from kit.events import publish

MOST_ATTEMPTS = 5


def locked(case_id: int) -> Case:
    """The case with its lines, freshly read and locked until the end of the transaction. Raises NotFound.

    Its conversation is locked before: everybody takes ticket, offer, case and order in this order."""
    ticket_id = db.session.scalar(select(Case.ticket_id).where(Case.id == case_id))
    if ticket_id is not None:
        lock(Ticket, ticket_id)
    stmt = select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    case = db.session.scalar(stmt.options(selectinload(Case.lines)))
    if case is None:
        raise NotFound("case", case_id)
    return case


def parties_of(actor: User | None, case: Case | None = None) -> frozenset[Party]:
    """As which parties somebody may act: nobody is the clock's or the policy's business, so none."""
    if actor is None:
        return frozenset()
    found = set()
    if case is None or actor.id == case.customer_id:
        found.add(Party.BUYER)
    if actor.is_agent:
        found.add(Party.MERCHANT)
    if actor.role is Role.WAREHOUSE or actor.is_lead:
        found.add(Party.WAREHOUSE)
    if actor.is_lead:
        found |= {Party.SUPERVISOR, Party.ARBITER}
    return frozenset(found)


def move(
    case: Case,
    event: Event,
    *,
    parties: Collection[Party],
    actor: User | None,
    now: datetime,
    true: Collection[Guard] = (),
    reason: str = "",
    payload: dict[str, Any] | None = None,
) -> Transition:
    """Take the step. `true` are the guards the calling command has proved; those that show in the case are found out here.

    Raises Conflict `wrong_state`, NotAllowed, or RuleViolation with the guard that fails.
    """
    row = lifecycle.step(case.type, case.state, event, parties, _holds(case, true))
    before = case.state
    after = row.to or case.resume_state or State.PENDING_REVIEW
    if after is State.IN_DISPUTE:
        case.resume_state = before
    case.state = after
    if after is not before:
        case.state_since = now
    if after in lifecycle.ENDED:
        case.closed_at, case.close_reason = now, row.close_reason
    party = next(iter(sorted(row.parties & set(parties))))
    record(case, event, before, party, actor, now, reason=reason, payload=payload)
    clocks.follow(case, row, now)
    for effect in row.effects:
        if effect in _EFFECTS:
            _EFFECTS[effect](case, now)
    _tell(case, event, before, party, actor, now, reason)
    return row


def record(
    case: Case,
    event: Event,
    before: State | None,
    party: Party,
    actor: User | None,
    now: datetime,
    *,
    reason: str = "",
    payload: dict[str, Any] | None = None,
) -> CaseEvent:
    """Append a step to the chained history. The case is locked, so numbers and hashes follow each other."""
    last = db.session.scalar(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc()).limit(1))
    step = CaseEvent(
        case_id=case.id,
        seq=last.seq + 1 if last else 1,
        event=event,
        from_state=before,
        to_state=case.state,
        party=party,
        actor_id=actor.id if actor else None,
        at=now,
        reason=reason,
        payload=payload or {},
        prev_hash=last.hash if last else history.BEGINNING,
    )
    step.hash = history.digest(step)
    db.session.add(step)
    db.session.flush()
    return step


def _tell(case: Case, event: Event, before: State, party: Party, actor: User | None, now: datetime, reason: str) -> None:
    about = facts_of(case, actor, now)
    publish(CaseMoved(**about, event=event, before=before, after=case.state, by=party, reason=reason))
    if case.state is before or case.state not in lifecycle.ENDED:
        return
    if case.state is State.CLOSED and case.close_reason is not None:
        publish(CaseClosed(**about, reason=case.close_reason))
    else:
        total = sum(line.refund_minor for line in case.lines)
        publish(CaseCompleted(**about, amount_minor=total, currency=case.currency))
    if case.ticket_id is not None:
        proposals.keep_promises(case.ticket_id, case.id)


def facts_of(case: Case, actor: User | None, now: datetime) -> dict[str, Any]:
    """What every event about a case says."""
    return {
        "case_id": case.id,
        "case_number": case.number,
        "ticket_id": case.ticket_id,
        "order_id": case.order_id,
        "actor_id": actor.id if actor else None,
        "at": now,
    }


def _holds(case: Case, true: Collection[Guard]) -> Callable[[Guard], bool]:
    return lambda guard: guard in true or (guard in _SEEN and _SEEN[guard](case))


def _received(case: Case) -> bool:
    return any(line.qty_received for line in case.lines)


def _is_graded(line: CaseLine) -> bool:
    return line.without_goods or line.qty_graded + line.qty_missing == line.quantity


_SEEN: dict[Guard, Callable[[Case], bool]] = {
    Guard.GOODS_RECEIVED: _received,
    Guard.NO_GOODS_RECEIVED: lambda case: not _received(case),
    Guard.ALL_GRADED: lambda case: all(_is_graded(line) for line in case.lines),
    Guard.KEEP_ITEM: lambda case: case.keep_item,
    Guard.ATTEMPTS_LEFT: lambda case: case.attempts < MOST_ATTEMPTS,
    Guard.INFO_ROUNDS_LEFT: lambda case: case.info_rounds < lifecycle.MOST_INFO_ROUNDS,
}


def _finish_units(case: Case, now: datetime) -> None:
    """Units whose remedy was carried out are done; the others are free again in the ledger of the order (I20).

    Money for goods that stay with the customer is no remedy of the unit unless it paid the whole of it."""
    for line in case.lines:
        done = min(line.qty_accepted, line.qty_held) if line.settles_units else 0
        if done:
            shop.settle_quantity(line.order_line_id, done, now=now)
        if line.qty_held > done:
            shop.release_quantity(line.order_line_id, line.qty_held - done, now=now)
        line.qty_held = 0


def _assume_good(case: Case, now: datetime) -> None:
    """What did not come back in time, through no fault of the customer, counts as received and good."""
    for line in case.lines:
        if not _is_graded(line):
            line.without_goods = True


def _count_attempt(case: Case, now: datetime) -> None:
    case.attempts += 1


_EFFECTS: dict[Effect, Callable[[Case, datetime], None]] = {
    Effect.RELEASE_QUANTITY: _finish_units,
    Effect.SETTLE_QUANTITY: _finish_units,
    Effect.ASSUME_GOOD: _assume_good,
    Effect.FREEZE_CLOCKS: clocks.freeze,
    Effect.THAW_CLOCKS: clocks.thaw,
    Effect.COUNT_ATTEMPT: _count_attempt,
}
