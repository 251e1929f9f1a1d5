"""A ticket's clocks move: every step happens under the lock of the ticket's track, in the transaction that caused it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpdesk.sla import queries
from helpdesk.sla.events import Breached
from helpdesk.sla.models import SlaClock, SlaEvent, SlaTrack
from helpdesk.sla.rules import facts, standings, timers
from helpdesk.sla.rules.clocks import Clock
from helpdesk.sla.rules.signals import PolicyChanged, Signal
from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import FactKind
from helpdesk.tickets.commands import standing
from helpdesk.tickets.models import Ticket
from kit.db import command, db
from kit.events import publish


@command
def start(ticket_id: int, opening: Iterable[Signal], *, requester_is_agent: bool) -> None:
    """Put a new ticket under the policy that matches it, and let its clocks hear how it began (rules 3 and 16)."""
    ticket = db.session.get_one(Ticket, ticket_id)
    chosen = queries.agreed_for(ticket)
    track = SlaTrack(
        ticket_id=ticket_id,
        priority=ticket.priority,
        policy_version_id=chosen.policy_version_id,
        calendar_version_id=chosen.calendar_version_id,
        requester_is_agent=requester_is_agent,
        waiting=[],
        clocks=[],
    )
    db.session.add(track)
    _held()[ticket_id] = track
    before = Track(terms=chosen.terms, requester_is_agent=requester_is_agent)
    for signal in opening:
        after = timers.apply(before, signal)
        write(track, before, after, signal.at)
        before = after


@command
def hear(ticket_id: int, signal: Signal) -> None:
    """One thing happened. A ticket without a track (imported history) has no clocks and stays so."""
    track = _locked(ticket_id)
    if track is None:
        return
    before = track.state(queries.terms(track))
    write(track, before, timers.apply(before, signal), signal.at)


@command
def rematch(ticket_id: int, *, at: datetime) -> None:
    """Measure by the policy and calendar that apply now, if these are others than before (rules 10 and 11)."""
    track = _locked(ticket_id)
    if track is not None:
        ticket = db.session.get_one(Ticket, ticket_id)
        follow(track, ticket, queries.agreed_for(ticket), at)


def follow(track: SlaTrack, ticket: Ticket, chosen: queries.Agreed, at: datetime) -> None:
    """Put a locked track under what was agreed, if that is new. Inside a command."""
    agreed = (chosen.policy_version_id, chosen.calendar_version_id, ticket.priority)
    if agreed == (track.policy_version_id, track.calendar_version_id, track.priority):
        return
    before = track.state(queries.terms(track))
    track.policy_version_id, track.calendar_version_id, track.priority = agreed
    signal = PolicyChanged(at=at, policy=chosen.terms.policy, calendar=chosen.terms.calendar)
    write(track, before, timers.apply(before, signal), at)


def write(track: SlaTrack, before: Track, after: Track, at: datetime) -> None:
    """Write back what differs, put the nearest deadline on the ticket, tell of breaches. Inside a command."""
    breaches = record(track, before, after, at)
    nearest = standings.standing(after)
    if nearest != standings.standing(before):
        standing.set_clock(track.ticket_id, **nearest.columns())
    for breach in breaches:
        publish(breach)


def record(track: SlaTrack, before: Track, after: Track, at: datetime) -> list[Breached]:
    """Write back and log what differs; the breaches are the caller's to publish. Inside a command."""
    known = {(row.metric, row.cycle): row for row in track.clocks}
    unchanged = {(clock.metric, clock.cycle): clock for clock in before.clocks}
    for clock in after.clocks:
        key = (clock.metric, clock.cycle)
        if unchanged.get(key) != clock:
            _write_clock(known.get(key), clock, track)
    track.take(after)
    told = facts.facts(before, after, at)
    db.session.add_all(_logged(track.ticket_id, fact) for fact in told)
    late = {(fact.metric, fact.cycle) for fact in told if fact.kind is FactKind.BREACHED}
    return [_breached(track.ticket_id, clock, at) for clock in after.clocks if (clock.metric, clock.cycle) in late]


def _write_clock(row: SlaClock | None, clock: Clock, track: SlaTrack) -> None:
    if row is None:
        row = SlaClock(metric=clock.metric, cycle=clock.cycle)
        track.clocks.append(row)
    if clock.is_open or row.policy_version_id is None:
        row.policy_version_id, row.calendar_version_id = track.policy_version_id, track.calendar_version_id
    row.take(clock)


def _logged(ticket_id: int, fact: facts.Fact) -> SlaEvent:
    return SlaEvent(ticket_id=ticket_id, metric=fact.metric, cycle=fact.cycle, kind=fact.kind, at=fact.at, detail=fact.detail)


def _breached(ticket_id: int, clock: Clock, at: datetime) -> Breached:
    return Breached(
        at=at,
        ticket_id=ticket_id,
        metric=clock.metric,
        cycle=clock.cycle,
        due_at=clock.due_at,
        breached_at=clock.breached_at or at,
        cause=clock.breach_cause,
    )


def _locked(ticket_id: int) -> SlaTrack | None:
    """The track with its clocks, locked. It is read once a transaction, however many signals it hears."""
    held = _held()
    if ticket_id not in held:
        asked = select(SlaTrack).where(SlaTrack.ticket_id == ticket_id).options(joinedload(SlaTrack.clocks))
        asked = asked.with_for_update(of=SlaTrack).execution_options(populate_existing=True)
        found = db.session.scalars(asked).unique().one_or_none()
        if found is None:
            return None
        held[ticket_id] = found
    return held[ticket_id]


def _held() -> dict[int, SlaTrack]:
    """The tracks that this transaction has locked already."""
    session = db.session()
    transaction = session.get_transaction()
    known: tuple[object, dict[int, SlaTrack]] | None = session.info.get("sla_held")
    if known is None or known[0] is not transaction:
        known = session.info["sla_held"] = (transaction, {})
    return known[1]
