"""Which of a ticket's clocks the queue shows: the one whose deadline comes first."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from helpdesk.sla.rules.track import Track
from helpdesk.sla.vocabulary import Metric


@dataclass(frozen=True)
class Standing:
    """What the ticket's own columns say of its clocks; the names are those of the ticket."""

    next_due_at: datetime | None = None
    next_started_at: datetime | None = None
    next_warn_at: datetime | None = None
    next_metric: str | None = None
    remaining_s: int | None = None
    clock_state: str = "none"
    breached: bool = False

    def columns(self) -> dict[str, Any]:
        return asdict(self)


def standing(track: Track) -> Standing:
    """The running clock that is due first; else the one that stands still; else none."""
    running = [(clock.due_at, clock) for clock in track.clocks if clock.is_running and clock.due_at is not None]
    if running:
        due_at, clock = min(running, key=lambda pair: (pair[0], list(Metric).index(pair[1].metric)))
        return Standing(
            next_due_at=due_at,
            next_started_at=clock.started_at,
            next_warn_at=clock.warn_at,
            next_metric=clock.metric.value,
            clock_state="running",
            breached=clock.breached_at is not None,
        )
    paused = next((clock for clock in track.clocks if clock.is_open), None)
    if paused is None:
        return Standing()
    return Standing(
        next_metric=paused.metric.value,
        remaining_s=paused.remaining_s,
        clock_state="paused",
        breached=paused.breached_at is not None,
    )
