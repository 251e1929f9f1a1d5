"""The sweep: what became late while nobody acted, and the warnings to send. Twice is harmless (rules 12 and 13)."""

from datetime import datetime

from helpdesk.sla import queries
from helpdesk.sla.commands import tracking
from helpdesk.sla.events import BreachWarning
from helpdesk.sla.rules import timers
from kit.db import command
from kit.events import publish

BATCH = 500


@command
def sweep(*, now: datetime) -> int:
    """Take up to 500 tickets with a passed deadline or a ripe warning. The number taken; rows locked elsewhere are left."""
    now = now.replace(microsecond=0)
    taken = queries.ripe_tracks(now, BATCH)
    for track in taken:
        before = track.state(queries.terms(track))
        after, sent = timers.swept(before, now)
        tracking.write(track, before, after, now)
        for clock, warning in sent:
            publish(
                BreachWarning(
                    at=now,
                    ticket_id=track.ticket_id,
                    metric=clock.metric,
                    cycle=clock.cycle,
                    due_at=clock.due_at,
                    kind=warning.kind,
                    to=list(warning.to or ("owner",)),
                )
            )
    return len(taken)


@command
def rematch_from(ticket_id: int, *, now: datetime) -> int | None:
    """Rematch the next 200 unfinished tickets after `ticket_id`. The last one taken, None at the end."""
    numbers = queries.working_tickets(ticket_id, limit=200)
    for number in numbers:
        tracking.rematch(number, at=now.replace(microsecond=0))
    return numbers[-1] if numbers else None
