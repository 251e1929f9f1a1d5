"""One action on many rows: each row in its own transaction, each with its own result (HARDENING I8)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kit.db import command
from kit.errors import DomainError
from kit.sheets import Row
from kit.web.words import gettext

K = TypeVar("K")


@dataclass(frozen=True)
class Result:
    """What became of one row. `text` is a sentence in the reader's language, `field` the column at fault, if one is."""

    label: str
    is_done: bool
    text: str
    field: str = ""


class _OnlyLooked(Exception):
    """Undoes what was tried."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def each(rows: Iterable[K], label: Callable[[K], str], act: Callable[[K], str]) -> list[Result]:
    """Do `act` to every row; it returns what it did as a sentence. A refused row changes nothing and stops no other."""
    return [_one(label(row), act, row) for row in rows]


def each_line(rows: Iterable[Row], key: str, act: Callable[[Row], str], *, only_check: bool) -> list[Result]:
    """`each` for the rows of a file, named by line and the cell under `key`. With `only_check` every row is tried and undone."""
    chosen = _trying(act) if only_check else act
    return each(rows, lambda row: f"{row.line} · {row.cells.get(key, '')}", chosen)


def _one(label: str, act: Callable[[K], str], row: K) -> Result:
    try:
        return Result(label, True, act(row))
    except _OnlyLooked as looked:
        return Result(label, True, looked.said)
    except DomainError as refused:
        return Result(label, False, gettext(refused.message), refused.field or "")


def _trying(act: Callable[[Row], str]) -> Callable[[Row], str]:
    @command
    def tried(row: Row) -> str:
        raise _OnlyLooked(act(row))

    return tried
