"""What changed between two states of a ticket's clocks, as facts for the log."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.sla.rules.clocks import Clock
from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import FactKind, Metric


@dataclass(frozen=True)
class Fact:
    """One thing that happened to one clock, at the instant that counts."""

    kind: FactKind
    metric: Metric
    cycle: int
    at: datetime
    detail: str | None = None


def facts(before: Track, after: Track, at: datetime) -> list[Fact]:
    """Everything that `at`'s signal or sweep did, clock by clock."""
    known = {(clock.metric, clock.cycle): clock for clock in before.clocks}
    return [fact for clock in after.clocks for fact in _of_one(known.get((clock.metric, clock.cycle)), clock, at)]


def _of_one(before: Clock | None, clock: Clock, at: datetime) -> list[Fact]:
    if before == clock:
        return []
    found: list[Fact] = []

    def note(kind: FactKind, moment: datetime, detail: str | None = None) -> None:
        found.append(Fact(kind, clock.metric, clock.cycle, moment, detail))

    if before is None:
        note(FactKind.OPENED, clock.started_at)
    was = before or clock
    if clock.breached_at is not None and (before is None or before.breached_at is None):
        note(FactKind.BREACHED, clock.breached_at, clock.breach_cause)
    if was.breached_at is not None and clock.breached_at is None:
        note(FactKind.BREACH_WITHDRAWN, at)
    if clock.superseded_by is not None and was.superseded_by is None:
        note(FactKind.SUPERSEDED, at, clock.superseded_by)
    if clock.fulfilled_at is not None and (before is None or before.fulfilled_at is None):
        note(FactKind.FULFILLED, clock.fulfilled_at)
    if clock.ended_at is not None and (before is None or before.ended_at is None):
        note(FactKind.ENDED, clock.ended_at, clock.end_reason)
    if clock.is_open and not was.is_open:
        note(FactKind.REOPENED, at)
    if clock.paused_since is not None and was.paused_since is None:
        note(FactKind.PAUSED, clock.paused_since)
    if clock.is_running and was.is_open and was.paused_since is not None:
        note(FactKind.RESUMED, clock.pauses[-1][1])
    for sent in clock.warned[len(was.warned) :]:
        note(FactKind.WARNED, sent.at, sent.kind)
    return found
