"""The engine of sla.md rules 1 to 18: a ticket's clocks before, one signal, the clocks after. Pure.

The simulator folds a whole history with it; the application loads the rows of one ticket, applies one signal under the
ticket's lock and writes back what differs. A sweep is nothing but `swept`.
"""

from dataclasses import replace
from datetime import datetime
from functools import singledispatch

from helpdesk.sla.rules import clocks, lifecycle
from helpdesk.sla.rules import track as tracks
from helpdesk.sla.rules.clocks import Clock, Terms
from helpdesk.sla.rules.policies import PolicyWarning
from helpdesk.sla.rules.signals import (
    Absorbed,
    AgentOpened,
    AgentReply,
    Bounced,
    CalendarChanged,
    CallAnswered,
    CustomerMessage,
    NoReplyNeeded,
    PolicyChanged,
    Restored,
    Signal,
    StatusSet,
)
from helpdesk.sla.rules.track import Track, Waiting
from helpdesk.sla.vocabulary import REPLY_METRICS, Cause, EndReason, Metric, TicketStatus


def apply(track: Track, signal: Signal) -> Track:
    """Record what became late before the signal (rule 12), then let the signal act."""
    return _heard(signal, lateness_recorded(track, signal.at))


def lateness_recorded(track: Track, now: datetime) -> Track:
    """Breach every running clock whose deadline lies before `now`."""
    return tracks.each(track, Metric, lambda clock: clocks.checked(clock, now, track.terms))


def swept(track: Track, now: datetime) -> tuple[Track, list[tuple[Clock, PolicyWarning]]]:
    """What the sweep does with one ticket: breaches, then the warnings to send now."""
    track = lateness_recorded(track, now)
    sent = []
    for clock in track.clocks:
        after, ripe = clocks.warned(clock, now, track.terms)
        if ripe:
            track = tracks.with_clock(track, after)
            sent += [(after, warning) for warning in ripe]
    return track, sent


@singledispatch
def _heard(signal: Signal, track: Track) -> Track:
    return track


@_heard.register
def _(signal: CustomerMessage, track: Track) -> Track:
    if track.status is TicketStatus.CLOSED:
        return track  # it opens a new linked ticket (rule 9)
    if track.status is TicketStatus.SOLVED:
        track = lifecycle.reopened(track, signal.at)
    elif track.status is TicketStatus.PENDING:
        track = lifecycle.resumed(track, signal.at)
    track = replace(track, customer_since=track.customer_since or signal.at)
    if not track.requester_is_agent:
        waiting = (*track.waiting, Waiting(signal.position, signal.at))
        track = tracks.awaiting_answer(replace(track, waiting=waiting))
    return tracks.resolving(track, signal.at, signal.position)


@_heard.register
def _(signal: AgentReply, track: Track) -> Track:
    track = _answered(track, signal.at, signal.position, signal.seen_up_to)
    if signal.status is None:
        return track
    return lifecycle.moved(track, StatusSet(at=signal.at, to=signal.status))


@_heard.register
def _(signal: CallAnswered, track: Track) -> Track:
    track = apply(track, CustomerMessage(at=signal.at, position=signal.position))
    return _answered(track, signal.at, signal.position, None)


@_heard.register
def _(signal: AgentOpened, track: Track) -> Track:
    return replace(track, human_replied=track.human_replied or signal.public)


@_heard.register
def _(signal: Bounced, track: Track) -> Track:
    ended_by_it = next((c for c in track.clocks if c.metric is Metric.REDELIVER and c.fulfilled_by == signal.reply), None)
    if ended_by_it is not None:
        return lateness_recorded(tracks.with_clock(track, clocks.unfulfilled(ended_by_it, track.terms)), signal.at)
    last = track.latest(Metric.REDELIVER)
    if last is not None and last.is_open:
        return track
    return tracks.opened(track, Metric.REDELIVER, signal.at, signal.reply)


@_heard.register
def _(signal: StatusSet, track: Track) -> Track:
    return lifecycle.moved(track, signal)


@_heard.register
def _(signal: NoReplyNeeded, track: Track) -> Track:
    return replace(tracks.all_ended(track, REPLY_METRICS, signal.at, EndReason.NO_REPLY_NEEDED), waiting=())


@_heard.register
def _(signal: PolicyChanged, track: Track) -> Track:
    terms = Terms(signal.policy, signal.calendar or track.terms.calendar)
    return lifecycle.retargeted(replace(track, terms=terms), signal.at)


@_heard.register
def _(signal: CalendarChanged, track: Track) -> Track:
    terms = replace(track.terms, calendar=signal.calendar)
    track = replace(track, terms=terms)
    return tracks.each(track, Metric, lambda clock: clocks.changed(clock, terms, signal.at, Cause.CALENDAR_CHANGE))


@_heard.register
def _(signal: Restored, track: Track) -> Track:
    return lifecycle.restored(track, signal.at)


@_heard.register
def _(signal: Absorbed, track: Track) -> Track:
    return lifecycle.absorbed(track, [Waiting(position, at) for position, at in signal.messages], signal.at)


def _answered(track: Track, at: datetime, position: int, seen_up_to: int | None) -> Track:
    """A person's reply answers what its author could see; what came meanwhile opens its own cycle (rules 4 and 6)."""
    unseen = tuple(m for m in track.waiting if seen_up_to is not None and m.position > seen_up_to)
    metrics = {Metric.REDELIVER}
    if not track.waiting or len(unseen) < len(track.waiting):
        metrics |= {Metric.FIRST_REPLY, Metric.NEXT_REPLY}
        track = replace(track, human_replied=True)
    track = tracks.each(track, metrics, lambda clock: clocks.fulfilled(clock, at, position, track.terms))
    return tracks.awaiting_answer(replace(track, waiting=unseen))
