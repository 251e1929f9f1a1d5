"""What workers run: one letter, a queue's letters in batches, and the replay that finds what nobody rang for."""

from helpdesk.notifications import delivery, outbox
from kit import clock
from kit.queue import BULK, FAST, enqueue
from kit.schedule import every

_DRAINS = {FAST: "helpdesk.notifications.jobs.drain_fast", BULK: "helpdesk.notifications.jobs.drain_bulk"}


def deliver(notification_id: int) -> None:
    """Send one notification."""
    delivery.deliver(notification_id)


def drain_fast() -> None:
    delivery.drain(FAST)


def drain_bulk() -> None:
    delivery.drain(BULK)


@every(15)
def replay() -> None:
    """Redis may have lost its jobs, a worker its life: bring rows back and ring for every queue in which one waits."""
    delivery.settle()
    for queue in outbox.queues_with_work(now=clock.now()):
        enqueue(_DRAINS[queue], queue=queue)
