"""All clocks of one ticket, with what decides their next step (sla.md rules 6 and 9)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk.sla.rules import clocks
from helpdesk.sla.rules.clocks import Clock, Terms
from helpdesk.sla.vocabulary import ANSWER_METRICS, FINAL_STATUSES, EndReason, Metric, TicketStatus


@dataclass(frozen=True)
class Waiting:
    """A customer message that nobody answered yet."""

    position: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Track:
    """The state between two signals. `customer_since` is the customer's first message."""

    terms: Terms
    requester_is_agent: bool = False
    status: TicketStatus = TicketStatus.NEW
    status_before: TicketStatus = TicketStatus.OPEN
    human_replied: bool = False
    customer_since: datetime | None = None
    waiting: tuple[Waiting, ...] = ()
    clocks: tuple[Clock, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.status in FINAL_STATUSES

    def latest(self, metric: Metric) -> Clock | None:
        """The last cycle of a metric."""
        return max((c for c in self.clocks if c.metric is metric), key=lambda c: c.cycle, default=None)

    @property
    def answer_clock(self) -> Clock | None:
        """The open first-reply or next-reply clock; there is never more than one."""
        return next((c for c in self.clocks if c.is_open and c.metric in ANSWER_METRICS), None)


def with_clock(track: Track, clock: Clock) -> Track:
    """Put one clock in the place of its earlier self, or at the end."""
    others = tuple(c for c in track.clocks if (c.metric, c.cycle) != (clock.metric, clock.cycle))
    return replace(track, clocks=(*others, clock))


def each(track: Track, metrics: Iterable[Metric], step: Callable[[Clock], Clock]) -> Track:
    """Take one step with every open clock of some metrics."""
    wanted = frozenset(metrics)
    return replace(track, clocks=tuple(step(c) if c.is_open and c.metric in wanted else c for c in track.clocks))


def opened(track: Track, metric: Metric, start: datetime, position: int) -> Track:
    """Start the next cycle of a metric, if the policy has a target for it."""
    target_s = track.terms.policy.target(metric) if track.terms.policy else None
    if target_s is None:
        return track
    last = track.latest(metric)
    cycle = last.cycle + 1 if last else 1
    clock = Clock(metric=metric, cycle=cycle, target_s=target_s, started_at=start, opened_by=position)
    return with_clock(track, clocks.timed(clock, track.terms))


def awaiting_answer(track: Track) -> Track:
    """Open the reply clock that the oldest unanswered message calls for, unless one runs (rules 6 and 9)."""
    if not track.waiting or track.answer_clock is not None:
        return track
    oldest = min(track.waiting, key=lambda message: message.at)
    metric = Metric.NEXT_REPLY if track.human_replied else Metric.FIRST_REPLY
    return opened(track, metric, oldest.at, oldest.position)


def resolving(track: Track, start: datetime, position: int) -> Track:
    """Start the resolution clock with the customer's first message; it has one cycle only (rules 7 and 9)."""
    if track.latest(Metric.RESOLUTION) is not None:
        return track
    return opened(track, Metric.RESOLUTION, start, position)


def all_ended(track: Track, metrics: Iterable[Metric], at: datetime, reason: EndReason) -> Track:
    """End every open clock of some metrics for one reason."""
    return each(track, metrics, lambda clock: clocks.ended(clock, at, reason, track.terms))
