"""Orders that are written down after the fact (the demo's past, an import) are not looked at as if they came in now."""

from collections.abc import Iterator
from contextlib import contextmanager

from kit.db import db

_KEY = "writing_history"


@contextmanager
def being_written() -> Iterator[None]:
    """While this lasts, what happens to orders happened long ago."""
    info = db.session().info
    before = info.get(_KEY, False)
    info[_KEY] = True
    try:
        yield
    finally:
        info[_KEY] = before


def is_being_written() -> bool:
    return bool(db.session().info.get(_KEY))
