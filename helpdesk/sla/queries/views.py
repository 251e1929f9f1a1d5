"""A ticket's clocks as people see them."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.sla.queries.tracks import state_of
from helpdesk.sla.rules.calendar import BusinessCalendar
from helpdesk.sla.rules.clocks import Clock, Terms
from helpdesk.sla.vocabulary import Metric


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """One clock as people see it. Seconds are business time; `left_s` is negative once the target is used up."""

    facts: Clock
    used_s: int
    paused_s: int

    @property
    def left_s(self) -> int:
        return self.facts.target_s - self.used_s


@dataclass(frozen=True, kw_only=True)
class SlaView:
    """A ticket's clocks, the pressing ones first, and the hours in which they run."""

    running: list[ClockView]
    finished: list[ClockView]
    hours: BusinessCalendar | None
    paused_s: int


def sla_of(ticket_id: int, *, now: datetime) -> SlaView:
    """All clocks of a ticket as they stand at `now`; none for a ticket without a track."""
    state = state_of(ticket_id)
    if state is None:
        return SlaView(running=[], finished=[], hours=None, paused_s=0)
    agreed, order = state.terms, list(Metric)
    views = [_view(clock, agreed, now) for clock in state.clocks]
    views.sort(key=lambda view: (order.index(view.facts.metric), view.facts.cycle))
    hours = agreed.calendar if isinstance(agreed.calendar, BusinessCalendar) else None
    return SlaView(
        running=[view for view in views if view.facts.is_open],
        finished=[view for view in views if not view.facts.is_open],
        hours=hours,
        paused_s=sum(view.paused_s for view in views),
    )


def _view(facts: Clock, agreed: Terms, now: datetime) -> ClockView:
    used = facts.elapsed_s if facts.elapsed_s is not None else facts.elapsed_at(now, agreed)
    pauses = [*facts.pauses, *([(facts.paused_since, now)] if facts.paused_since and facts.is_open else [])]
    paused = sum(agreed.calendar.open_seconds(since, until) for since, until in pauses)
    return ClockView(facts=facts, used_s=used, paused_s=paused)
