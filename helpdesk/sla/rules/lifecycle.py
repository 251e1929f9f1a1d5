"""What status, policy, restoring and merging do to a ticket's clocks (sla.md rules 5 to 10, 15 and 17)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from helpdesk.sla.rules import clocks
from helpdesk.sla.rules import track as tracks
from helpdesk.sla.rules.clocks import Clock
from helpdesk.sla.rules.signals import StatusSet
from helpdesk.sla.rules.track import Track, Waiting
from helpdesk.sla.vocabulary import (
    ANSWER_METRICS,
    FINAL_STATUSES,
    REPLY_METRICS,
    SET_ASIDE,
    Author,
    Cause,
    CloseReason,
    EndReason,
    Metric,
    TicketStatus,
)

RESOLUTION = (Metric.RESOLUTION,)


def moved(track: Track, signal: StatusSet) -> Track:
    """Follow a status: pending pauses the resolution, a final one ends the clocks, leaving a final one reopens it."""
    if signal.to is track.status:
        return track
    if signal.to in FINAL_STATUSES:
        done = track if track.is_final else _finished(track, signal)
        return replace(done, status=signal.to, status_before=track.status)
    track = reopened(track, signal.at) if track.is_final else track
    if signal.to is not TicketStatus.PENDING:
        return replace(resumed(track, signal.at), status=signal.to)
    track = tracks.each(track, RESOLUTION, lambda clock: clocks.paused(clock, signal.at, track.terms))
    return replace(track, status=signal.to)


def resumed(track: Track, at: datetime) -> Track:
    """The ticket waits for us again (rule 7)."""
    track = replace(track, status=TicketStatus.OPEN)
    return tracks.each(track, RESOLUTION, lambda clock: clocks.resumed(clock, at, track.terms))


def reopened(track: Track, at: datetime) -> Track:
    """Work goes on after solving: the resolution clock continues without the time in between (rule 9)."""
    track = replace(track, status=TicketStatus.OPEN, waiting=())
    clock = track.latest(Metric.RESOLUTION)
    target_s = _target(track, Metric.RESOLUTION)
    if clock is None or clock.is_open or target_s is None:
        return track
    return tracks.with_clock(track, clocks.reopened(replace(clock, target_s=target_s), at, track.terms))


def retargeted(track: Track, at: datetime) -> Track:
    """Measure by the policy that matches now: from the original start, with the pauses so far (rule 10)."""
    for clock in track.clocks:
        track = tracks.with_clock(track, _under_new_policy(clock, track, at))
    if not track.is_final:
        track = tracks.awaiting_answer(track)
        if track.customer_since is not None:
            track = tracks.resolving(track, track.customer_since, 0)
        if track.status is TicketStatus.PENDING:
            track = tracks.each(track, RESOLUTION, lambda clock: clocks.paused(clock, at, track.terms))
    return tracks.each(track, Metric, lambda clock: clocks.changed(clock, track.terms, at, Cause.POLICY_CHANGE))


def restored(track: Track, at: datetime) -> Track:
    """Bring back what ended only because the ticket was set aside (rule 17)."""
    if not track.is_final:
        return track
    for clock in track.clocks:
        if clock.end_reason in SET_ASIDE and clock == track.latest(clock.metric):
            track = tracks.with_clock(track, clocks.revived(clock, at, track.terms, Cause.RESTORED))
    return replace(track, status=track.status_before)


def absorbed(track: Track, messages: Sequence[Waiting], at: datetime) -> Track:
    """Take over the unanswered messages of a merged ticket: the oldest one leads, each at its own time (rule 15)."""
    if not messages:
        return track
    if track.is_final:
        track = reopened(track, at)
    elif track.status is TicketStatus.PENDING:
        track = resumed(track, at)
    oldest = min(messages, key=lambda message: message.at)
    track = replace(track, waiting=(*track.waiting, *messages))
    track = replace(track, customer_since=min(track.customer_since or oldest.at, oldest.at))
    track = tracks.each(track, (*ANSWER_METRICS, Metric.RESOLUTION), lambda clock: _led_by(oldest, clock, track))
    return tracks.awaiting_answer(tracks.resolving(track, oldest.at, oldest.position))


def _finished(track: Track, signal: StatusSet) -> Track:
    """Rule 8: open reply clocks end with a reason; the resolution is reached unless the ticket was set aside."""
    reason = _end_reason(signal)
    kept_waiting = track.answer_clock is not None
    track = tracks.all_ended(track, REPLY_METRICS, signal.at, reason)
    if reason in SET_ASIDE or signal.reason is CloseReason.CUSTOMER_WITHDREW:
        return tracks.all_ended(track, RESOLUTION, signal.at, reason)
    if reason is EndReason.CUSTOMER_WITHDREW and kept_waiting:
        return tracks.all_ended(track, RESOLUTION, signal.at, reason)
    return tracks.each(track, RESOLUTION, lambda clock: clocks.fulfilled(clock, signal.at, None, track.terms))


def _end_reason(signal: StatusSet) -> EndReason:
    if signal.reason not in (None, CloseReason.RESOLVED):
        return EndReason(signal.reason)
    if signal.by is Author.BOT:
        return EndReason.BOT_SOLVED
    return EndReason.CUSTOMER_WITHDREW if signal.by is Author.CUSTOMER else EndReason.CLOSED_UNANSWERED


def _under_new_policy(clock: Clock, track: Track, at: datetime) -> Clock:
    target_s = _target(track, clock.metric)
    if clock.is_open:
        if target_s is None:
            return clocks.ended(clock, at, EndReason.NO_POLICY, track.terms)
        return replace(clock, target_s=target_s)
    if target_s is None or track.is_final or not _is_unfinished_business(clock, track):
        return clock
    clock = replace(clock, target_s=target_s, ended_at=None, end_reason=None, elapsed_s=None)
    return clock if track.status is TicketStatus.PENDING else clocks.resumed(clock, at, track.terms)


def _is_unfinished_business(clock: Clock, track: Track) -> bool:
    """A clock that ended for want of a policy, though its message still waits or its ticket is not solved."""
    if clock.end_reason is not EndReason.NO_POLICY:
        return False
    return clock.metric is Metric.RESOLUTION or clock.opened_by in {message.position for message in track.waiting}


def _led_by(oldest: Waiting, clock: Clock, track: Track) -> Clock:
    if oldest.at >= clock.started_at:
        return clock
    return clocks.timed(replace(clock, started_at=oldest.at, opened_by=oldest.position), track.terms)


def _target(track: Track, metric: Metric) -> int | None:
    return track.terms.policy.target(metric) if track.terms.policy else None
