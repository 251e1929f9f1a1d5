"""How first replies go today, for the head of the queue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from helpdesk.sla.models import SlaClock
from helpdesk.sla.vocabulary import Metric
from kit.db import db


@dataclass(frozen=True)
class Today:
    """`met` of `decided` first replies kept their target; `median_s` is the median time to them, in seconds of open time."""

    met: int
    decided: int
    median_s: int | None

    @property
    def percent(self) -> float | None:
        return 100 * self.met / self.decided if self.decided else None


def first_replies_since(since: datetime) -> Today:
    """First-reply clocks started since then that were answered or missed. One query by the index on (metric, started_at)."""
    answered = SlaClock.fulfilled_at.is_not(None)
    met = answered & SlaClock.breached_at.is_(None)
    median = func.percentile_cont(0.5).within_group(SlaClock.elapsed_s).filter(answered)
    started = SlaClock.metric == Metric.FIRST_REPLY, SlaClock.started_at >= since
    row = db.session.execute(
        select(func.count().filter(met), func.count().filter(or_(met, SlaClock.missed)), median).where(*started)
    ).one()
    return Today(row[0], row[1], None if row[2] is None else round(row[2]))
