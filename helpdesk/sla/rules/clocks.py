"""One clock: how it opens, pauses, moves, is fulfilled, ends and breaches (sla.md rules 1, 2, 8, 10, 12, 13)."""

from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk.sla.rules import calendar
from helpdesk.sla.rules.calendar import Pause, WorkingTime
from helpdesk.sla.rules.policies import Policy, PolicyWarning
from helpdesk.sla.vocabulary import NEVER_COUNTED, Cause, ClockState, EndReason, Metric


@dataclass(frozen=True)
class Terms:
    """What a clock is measured by: the policy that matched, if any, and the calendar."""

    policy: Policy | None
    calendar: WorkingTime


@dataclass(frozen=True)
class Sent:
    """A warning that went out."""

    kind: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The facts of one clock, as one row keeps them. `opened_by` and `fulfilled_by` are positions in the thread."""

    metric: Metric
    cycle: int
    target_s: int
    started_at: datetime
    opened_by: int
    due_at: datetime | None = None
    warn_at: datetime | None = None
    remaining_s: int | None = None
    pauses: tuple[Pause, ...] = ()
    paused_since: datetime | None = None
    fulfilled_at: datetime | None = None
    fulfilled_by: int | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    breached_at: datetime | None = None
    breach_cause: Cause | None = None
    superseded_by: Cause | None = None
    elapsed_s: int | None = None
    first_fulfilled_at: datetime | None = None
    first_elapsed_s: int | None = None
    warned: tuple[Sent, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.fulfilled_at is None and self.ended_at is None

    @property
    def is_running(self) -> bool:
        return self.is_open and self.paused_since is None

    @property
    def state(self) -> ClockState:
        if self.breached_at is not None:
            return ClockState.BREACHED
        if self.ended_at is not None:
            return ClockState.ENDED
        if self.fulfilled_at is not None:
            return ClockState.MET
        return ClockState.PAUSED if self.paused_since is not None else ClockState.RUNNING

    @property
    def missed(self) -> bool:
        """What the statistics count: a breach or an unanswered closing, unless nobody was waiting (rule 8)."""
        if self.end_reason in NEVER_COUNTED:
            return False
        return self.breached_at is not None or self.end_reason is EndReason.CLOSED_UNANSWERED

    def elapsed_at(self, at: datetime, terms: Terms) -> int:
        """Business seconds used up at `at`, without the pauses; a pause that still lasts stops the count."""
        until = at if self.paused_since is None else min(at, self.paused_since)
        return calendar.elapsed(terms.calendar, self.started_at, until, self.pauses)


def timed(clock: Clock, terms: Terms) -> Clock:
    """Work out deadline, time left and next warning from the start, the target and the pauses (rules 2 and 10)."""
    due_at = calendar.due(terms.calendar, clock.started_at, clock.target_s, clock.pauses)
    since = clock.paused_since
    if since is None or due_at < since:
        return replace(clock, due_at=due_at, remaining_s=None, warn_at=_next_warning(clock, terms))
    left = clock.target_s - clock.elapsed_at(since, terms)
    return replace(clock, due_at=None, remaining_s=left, warn_at=None)


def changed(clock: Clock, terms: Terms, at: datetime, cause: Cause | None) -> Clock:
    """Recompute an open clock after a change: a deadline moved into the past breaches now, a lifted breach is marked."""
    clock = timed(clock, terms)
    late = clock.due_at is not None and at > clock.due_at
    if clock.breached_at is None:
        return _without_early_warnings(replace(clock, breached_at=at, breach_cause=cause), terms) if late else clock
    return replace(clock, superseded_by=None if late else clock.superseded_by or cause)


def checked(clock: Clock, at: datetime, terms: Terms) -> Clock:
    """Record the breach if the deadline was passed, at the deadline and not at its detection (rule 12)."""
    if not clock.is_running or clock.breached_at is not None or clock.due_at is None or at <= clock.due_at:
        return clock
    return _without_early_warnings(replace(clock, breached_at=clock.due_at), terms)


def paused(clock: Clock, at: datetime, terms: Terms) -> Clock:
    """Stop counting (rule 7). A breached clock keeps its deadline, any other keeps the time left."""
    return timed(replace(clock, paused_since=at), terms) if clock.is_running else clock


def resumed(clock: Clock, at: datetime, terms: Terms) -> Clock:
    """Count on, at the instant of what ended the pause even if that is noticed later."""
    if clock.paused_since is None or not clock.is_open:
        return clock
    pause = (clock.paused_since, max(at, clock.paused_since))
    return timed(replace(clock, pauses=(*clock.pauses, pause), paused_since=None), terms)


def fulfilled(clock: Clock, at: datetime, by: int | None, terms: Terms) -> Clock:
    """The promise was kept at `at`. Evidence that arrives after a sweep still takes back a breach later than `at`."""
    used = clock.elapsed_at(at, terms)
    clock = replace(resumed(clock, at, terms), fulfilled_at=at, fulfilled_by=by, elapsed_s=used, warn_at=None, remaining_s=None)
    if clock.metric is Metric.RESOLUTION and clock.first_fulfilled_at is None:
        clock = replace(clock, first_fulfilled_at=at, first_elapsed_s=used)
    if clock.breached_at is None or at > clock.breached_at or (at == clock.breached_at and clock.breach_cause):
        return clock
    return replace(clock, breached_at=None, breach_cause=None, superseded_by=None)


def unfulfilled(clock: Clock, terms: Terms) -> Clock:
    """The fulfilment turned out to be none: the clock goes on as if it had never stopped."""
    return timed(replace(clock, fulfilled_at=None, fulfilled_by=None, elapsed_s=None), terms)


def reopened(clock: Clock, at: datetime, terms: Terms) -> Clock:
    """Go on after solving; the time in between does not count, the first fulfilment stays frozen (rule 9)."""
    since = clock.paused_since or clock.fulfilled_at or clock.ended_at
    if since is None:
        return clock
    pauses = (*clock.pauses, (since, max(at, since)))
    return unfulfilled(replace(clock, pauses=pauses, paused_since=None, ended_at=None, end_reason=None), terms)


def ended(clock: Clock, at: datetime, reason: EndReason, terms: Terms) -> Clock:
    """End without fulfilment; the numbers stay (rules 8 and 10)."""
    if not clock.is_open:
        return clock
    used = clock.elapsed_at(at, terms)
    return replace(clock, ended_at=at, end_reason=reason, elapsed_s=used, warn_at=None, remaining_s=None)


def revived(clock: Clock, at: datetime, terms: Terms, cause: Cause) -> Clock:
    """Take back an end: the clock keeps its original start, and breaches now if its deadline passed meanwhile."""
    return changed(replace(clock, ended_at=None, end_reason=None, elapsed_s=None), terms, at, cause)


def warned(clock: Clock, now: datetime, terms: Terms) -> tuple[Clock, list[PolicyWarning]]:
    """Send every warning whose point has come. Call `checked` first: a late "almost due" is never sent (T51)."""
    if not clock.is_running or clock.warn_at is None or clock.warn_at > now:
        return clock, []
    ripe = [warning for warning, point in _pending(clock, terms) if point <= now]
    clock = replace(clock, warned=(*clock.warned, *(Sent(warning.kind, now) for warning in ripe)))
    return replace(clock, warn_at=_next_warning(clock, terms)), ripe


def _next_warning(clock: Clock, terms: Terms) -> datetime | None:
    return min((point for _, point in _pending(clock, terms)), default=None) if clock.is_running else None


def _pending(clock: Clock, terms: Terms) -> list[tuple[PolicyWarning, datetime]]:
    """Unsent warnings and their points. A moved deadline makes a warning new if its point moved past the last one."""
    sent = {warning.kind: warning.at for warning in clock.warned}
    pending = []
    for warning in terms.policy.warnings if terms.policy else ():
        threshold = warning.threshold_s(clock.target_s)
        if clock.breached_at is not None and threshold < clock.target_s:
            continue
        point = calendar.due(terms.calendar, clock.started_at, threshold, clock.pauses)
        if warning.kind not in sent or point > sent[warning.kind]:
            pending.append((warning, point))
    return pending


def _without_early_warnings(clock: Clock, terms: Terms) -> Clock:
    return replace(clock, warn_at=_next_warning(clock, terms))
