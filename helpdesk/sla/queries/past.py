"""What policies did in the last days: the numbers beside their settings."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from helpdesk.sla.models import SlaClock, SlaPolicyVersion, SlaTrack
from helpdesk.tickets.models import Ticket
from kit.db import db


def tickets_by_policy(now: datetime) -> dict[int, int]:
    """How many tickets of the last 30 days each policy had, by the policy's id."""
    rows = db.session.execute(
        select(SlaPolicyVersion.policy_id, func.count(SlaTrack.ticket_id).label("tickets"))
        .join(SlaTrack, SlaTrack.policy_version_id == SlaPolicyVersion.id)
        .join(Ticket, Ticket.id == SlaTrack.ticket_id)
        .where(Ticket.created_at >= now - timedelta(days=30))
        .group_by(SlaPolicyVersion.policy_id)
    )
    return {row.policy_id: row.tickets for row in rows}


def finished_clocks(when: Mapping[str, tuple[str, ...]], *, since: datetime) -> Sequence[Any]:
    """Clocks of tickets that meet some conditions, finished or breached since; the newest 20,000."""
    columns = {"category": Ticket.category, "channel": Ticket.channel, "priority": Ticket.priority}
    asked = [columns[name].in_(values) for name, values in when.items() if values and name in columns]
    if when.get("group"):
        asked.append(Ticket.group_id.in_([int(group) for group in when["group"] if group.isdecimal()]))
    return db.session.execute(
        select(SlaClock.ticket_id, SlaClock.metric, SlaClock.target_s, SlaClock.missed, SlaClock.elapsed_s, Ticket.priority)
        .join(Ticket, Ticket.id == SlaClock.ticket_id)
        .where(SlaClock.started_at >= since, SlaClock.fulfilled_at.is_not(None), *asked)
        .order_by(SlaClock.id.desc())
        .limit(20_000)
    ).all()
