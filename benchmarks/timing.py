"""Timing in this process, and counting what is sent to the database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from kit.db import db


def milliseconds(act: Callable[[], object], *, times: int = 20) -> float:
    """The median of so many runs, after one that is not counted; nothing of it is committed."""
    taken = []
    for _ in range(times + 1):
        begun = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begun))
        db.session.rollback()
        db.session.expire_all()
    return sorted(taken[1:])[times // 2]


def seconds(act: Callable[[], object]) -> float:
    """How long one run takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
