"""How many tickets came, and what became of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from helpdesk.reports.queries import grouping
from helpdesk.reports.rules.periods import Period
from helpdesk.reports.vocabulary import Grouping
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import FINAL
from kit.accounts.models import User
from kit.db import db

Assignee = aliased(User)


def by(group_by: Grouping, period: Period, filters: Mapping[str, str]) -> Sequence[Any]:
    """Rows of key, filed, finished and unfinished: the tickets that were filed in the period, as they stand now."""
    key = grouping.key(group_by, Ticket.created_at, period.zone.key, Assignee).label("key")
    finished = Ticket.status.in_(FINAL)
    return db.session.execute(
        select(
            key,
            func.count().label("filed"),
            func.count().filter(finished).label("finished"),
            func.count().filter(~finished).label("unfinished"),
        )
        .select_from(Ticket)
        .outerjoin(Assignee, Assignee.id == Ticket.assignee_id)
        .where(Ticket.created_at >= period.start, Ticket.created_at < period.end, *grouping.conditions(filters))
        .group_by("key")
        .order_by("key")
    ).all()
