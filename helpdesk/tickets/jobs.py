"""What runs by itself for tickets."""

from helpdesk.tickets.commands import lifecycle, presence
from kit import clock
from kit.queue import BULK
from kit.schedule import every


@every(600, queue=BULK)
def close_solved() -> None:
    lifecycle.close_solved(now=clock.now())


@every(3600, queue=BULK)
def forget_presence() -> None:
    presence.forget_old(now=clock.now())
