"""The clocks' recurring work."""

from helpdesk.sla.commands import sweeping
from kit import clock
from kit.queue import BULK, enqueue
from kit.schedule import every

MOST_BATCHES = 40


@every(15)
def sweep() -> None:
    """Breaches and warnings; its cost follows what is due, not what is open."""
    for _ in range(MOST_BATCHES):
        if sweeping.sweep(now=clock.now()) < sweeping.BATCH:
            return


def rematch(after_ticket_id: int) -> None:
    """Put unfinished tickets under changed policies or calendars, batch by batch."""
    last = sweeping.rematch_from(after_ticket_id, now=clock.now())
    if last is not None:
        enqueue("helpdesk.sla.jobs.rematch", last, queue=BULK)
