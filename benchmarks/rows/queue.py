"""The queue: its page, its poll, its counters."""

import time
from collections.abc import Iterator

from benchmarks.browsing import first_answer
from benchmarks.house import House
from benchmarks.load import repeated, request
from benchmarks.registry import Figure, row
from benchmarks.timing import milliseconds
from helpdesk.tickets.queries.overview import overview
from kit import clock
from kit.accounts.vocabulary import Role

CONSOLES, POLL_SECONDS = 100, 20
LATEST_SECOND = 45
CORES = 2  # of the processes that serve


@row("queue")
def queue(house: House) -> Iterator[Figure]:
    """The bare page of the same run is what it is measured against."""
    bare, newest = (repeated(house.floor_port, request(path)) for path in ("/page", "/newest"))
    agent = house.member(Role.AGENT)
    sent = first_answer(house, "/desk", agent).statements
    full = repeated(house.port, request("/desk", session=agent.cookie))
    yield Figure(work="bare page of 50 rows", value=bare, unit="/s")
    yield Figure(work="bare page of the 50 newest tickets", value=newest, unit="/s")
    yield Figure(work="queue page", value=full, unit="/s", growth=1.2)
    yield Figure(work="queue page, of the bare page", value=100 * full / bare, unit="%", at_least=25)
    yield Figure(work="queue page, statements", value=sent, unit="SQL", at_most=6)


@row("poll")
def poll(house: House) -> Iterator[Figure]:
    """Nothing changes meanwhile: every answer must be a 304."""
    bare = repeated(house.floor_port, request("/hello"))
    agent = house.member(Role.AGENT)
    _wait_for_room_in_the_minute()
    tag = first_answer(house, "/desk/poll", agent).headers["ETag"]
    silent = repeated(house.port, request("/desk/poll", session=agent.cookie, If_None_Match=tag), expect=304)
    share = 100 * CONSOLES / POLL_SECONDS * CORES / silent
    yield Figure(work="bare hello", value=bare, unit="/s")
    yield Figure(work="poll, nothing changed", value=silent, unit="/s", growth=1.1)
    yield Figure(work="poll, of the hello", value=100 * silent / bare, unit="%", at_least=60)
    yield Figure(work=f"poll of {CONSOLES} consoles, of one core", value=share, unit="%", at_most=5)


@row("counters")
def counters(house: House) -> Iterator[Figure]:
    agent = house.member(Role.AGENT).user
    taken = milliseconds(lambda: overview(agent, now=clock.now()))
    yield Figure(work="counters of all views", value=taken, unit="ms", at_most=3, growth=3)


def _wait_for_room_in_the_minute() -> None:
    """Times on the page change with the minute, and the tag with them: begin where none ends meanwhile."""
    if (second := clock.now().second) > LATEST_SECOND:
        time.sleep(60.5 - second)
