"""What runs again and again. Features register jobs here; the clock process only rings for them, a worker runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kit.queue import FAST

J = TypeVar("J", bound=Callable[[], None])


@dataclass(frozen=True)
class Scheduled:
    """A job without arguments and when to ring for it: every `seconds`, or daily at `at` ("03:30") in the shop's zone."""

    job: str
    queue: str
    seconds: int | None = None
    at: str | None = None


REGISTERED: dict[str, Scheduled] = {}


def every(seconds: int, *, queue: str = FAST) -> Callable[[J], J]:
    """Run the job every `seconds`. It claims its rows, so running twice is harmless."""

    def register(job: J) -> J:
        _add(Scheduled(_name(job), queue, seconds=seconds))
        return job

    return register


def daily(at: str, *, queue: str = FAST) -> Callable[[J], J]:
    """Run the job once a day at a wall time of the shop's zone. A unique key on the local date keeps it to once."""

    def register(job: J) -> J:
        _add(Scheduled(_name(job), queue, at=at))
        return job

    return register


def _add(scheduled: Scheduled) -> None:
    REGISTERED[scheduled.job] = scheduled


def _name(job: Callable[[], None]) -> str:
    return f"{job.__module__}.{job.__qualname__}"
