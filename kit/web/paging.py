"""Keyset paging: Newer and Older links that stay fast on the millionth row."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_

T = TypeVar("T")
PAGE_ROWS = 50


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the key of the row before it, and the direction."""

    key: tuple[Any, ...]
    backwards: bool = False

    def text(self) -> str:
        values = [value.isoformat() if isinstance(value, datetime) else value for value in self.key]
        return base64.urlsafe_b64encode(json.dumps([int(self.backwards), *values]).encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str | None, kinds: Sequence[type]) -> "Cursor | None":
        """The cursor in an address, or None when there is none or it was tampered with."""
        if not text or len(text) > 400:
            return None
        try:
            backwards, *values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            key = tuple(_typed(value, kind) for value, kind in zip(values, kinds, strict=True))
        except (ValueError, TypeError):
            return None
        return cls(key, bool(backwards))


@dataclass(frozen=True)
class Page(Generic[T]):
    """Up to `PAGE_ROWS` rows with the cursors of the neighbouring pages (None at the ends)."""

    rows: list[T]
    newer: str | None
    older: str | None


def keyset(
    statement: Select[Any],
    columns: Sequence[ColumnElement[Any]],
    cursor: Cursor | None,
    *,
    descending: bool,
    fetch: Callable[[Select[Any]], Sequence[T]],
    key: Callable[[T], tuple[Any, ...]],
    rows: int = PAGE_ROWS,
) -> Page[T]:
    """One page of `statement` ordered by `columns` (never null, the last one unique)."""
    backwards = cursor is not None and cursor.backwards
    falling = descending != backwards
    if cursor is not None:
        place, values = tuple_(*columns), tuple_(*cursor.key)
        statement = statement.where(place < values if falling else place > values)
    ordered = statement.order_by(*(column.desc() if falling else column.asc() for column in columns))
    found = list(fetch(ordered.limit(rows + 1)))
    more, found = len(found) > rows, found[:rows]
    if backwards:
        found.reverse()
    has_newer = more if backwards else cursor is not None
    has_older = cursor is not None if backwards else more
    return Page(
        found,
        newer=Cursor(key(found[0]), backwards=True).text() if found and has_newer else None,
        older=Cursor(key(found[-1])).text() if found and has_older else None,
    )


def _typed(value: Any, kind: type) -> Any:
    if kind is datetime:
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise ValueError("a cursor's instant has an offset")
        return instant
    if not isinstance(value, kind):
        raise TypeError("a cursor's key has another type")
    return value
