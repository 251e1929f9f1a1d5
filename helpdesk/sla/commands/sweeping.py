"""The sweep: what became late while nobody acted, and the warnings to send. Twice is harmless (rules 12 and 13)."""

from datetime import datetime
from typing import Any

from helpdesk.sla import queries
from helpdesk.sla.commands import tracking
from helpdesk.sla.events import BreachWarning
from helpdesk.sla.rules import standings, timers
from helpdesk.sla.rules.clocks import Clock
from helpdesk.sla.rules.policies import PolicyWarning
from helpdesk.tickets.commands import standing
from kit.db import command, db
from kit.events import Event, publish_all

BATCH = 500


@command
def sweep(*, now: datetime) -> int:
    """Take up to 500 tickets with a passed deadline or a ripe warning. The number taken; rows locked elsewhere are left."""
    now = now.replace(microsecond=0)
    taken = queries.ripe_tracks(now, BATCH)
    told: list[Event] = []
    nearest: dict[int, dict[str, Any]] = {}
    for track in taken:
        before = track.state(queries.terms(track))
        after, sent = timers.swept(before, now)
        told += tracking.record(track, before, after, now)
        told += [_warning(track.ticket_id, clock, warning, now) for clock, warning in sent]
        nearest[track.ticket_id] = standings.standing(after).columns()
    standing.set_clocks(nearest)
    db.session.flush()
    publish_all(told)
    return len(taken)


@command
def rematch_from(ticket_id: int, *, now: datetime) -> int | None:
    """Rematch the next 200 unfinished tickets after `ticket_id`. The last one taken, None at the end."""
    policies, at = queries.current_policies(), now.replace(microsecond=0)
    pairs = queries.working_tracks(ticket_id, limit=200)
    for track, ticket in pairs:
        tracking.follow(track, ticket, queries.agreed_for(ticket, policies), at)
    return pairs[-1][0].ticket_id if pairs else None


def _warning(ticket_id: int, clock: Clock, warning: PolicyWarning, now: datetime) -> BreachWarning:
    return BreachWarning(
        at=now,
        ticket_id=ticket_id,
        metric=clock.metric,
        cycle=clock.cycle,
        due_at=clock.due_at,
        kind=warning.kind,
        to=list(warning.to or ("owner",)),
    )
