"""What other targets would have done to the last 30 days, from the times that were really needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from helpdesk.sla import queries
from helpdesk.sla.rules import agreements
from helpdesk.sla.vocabulary import Metric
from kit.errors import RuleViolation

PERIOD = timedelta(days=30)
SHOWN = (Metric.FIRST_REPLY, Metric.NEXT_REPLY, Metric.RESOLUTION)


@dataclass(frozen=True)
class Outcome:
    """One metric: how many finished clocks, how many of them in time today and under the draft."""

    metric: Metric
    total: int
    met_today: int
    met_draft: int
    gained: int

    @property
    def today(self) -> float | None:
        """Percent in time, as it was."""
        return 100 * self.met_today / self.total if self.total else None

    @property
    def draft(self) -> float | None:
        """Percent in time, had the draft been in force."""
        return 100 * self.met_draft / self.total if self.total else None


@dataclass(frozen=True)
class Comparison:
    """The replay of a period. `gained` clocks are in time only because a target is longer."""

    tickets: int
    since: datetime
    until: datetime
    outcomes: tuple[Outcome, ...]

    @property
    def missed_today(self) -> int:
        return sum(outcome.total - outcome.met_today for outcome in self.outcomes)

    @property
    def missed_draft(self) -> int:
        return sum(outcome.total - outcome.met_draft for outcome in self.outcomes)

    @property
    def gained(self) -> int:
        return sum(outcome.gained for outcome in self.outcomes)


def compare(document: dict[str, Any], *, now: datetime) -> Comparison | None:
    """Measure the tickets of the last 30 days by a draft policy; None for a draft that is not one yet."""
    try:
        agreement = agreements.agreement(document)
    except RuleViolation:
        return None
    rows = queries.finished_clocks(agreement.when, since=now - PERIOD)
    outcomes = []
    for metric in SHOWN:
        judged = [
            (not row.missed, row.elapsed_s <= target_s, target_s > row.target_s)
            for row in rows
            if row.metric == metric and (target_s := agreement.policy(row.priority).target(metric)) is not None
        ]
        outcomes.append(
            Outcome(
                metric=metric,
                total=len(judged),
                met_today=sum(today for today, _, _ in judged),
                met_draft=sum(draft for _, draft, _ in judged),
                gained=sum(draft and not today and longer for today, draft, longer in judged),
            )
        )
    return Comparison(len({row.ticket_id for row in rows}), now - PERIOD, now, tuple(outcomes))
