"""How first replies go today, for the head of the queue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

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


_ANSWERED = SlaClock.fulfilled_at.is_not(None)
_MET = _ANSWERED & SlaClock.breached_at.is_(None)
_FIRST_REPLIES = select(
    func.count().filter(_MET),
    func.count().filter(or_(_MET, SlaClock.missed)),
    func.percentile_cont(0.5).within_group(SlaClock.elapsed_s).filter(_ANSWERED),
).where(SlaClock.metric == Metric.FIRST_REPLY, SlaClock.started_at >= bindparam("since"))


def first_replies_since(since: datetime) -> Today:
    """First-reply clocks started since then that were answered or missed. One query by the index on (metric, started_at)."""
    row = db.session.execute(_FIRST_REPLIES, {"since": since}).one()
    return Today(row[0], row[1], None if row[2] is None else round(row[2]))
