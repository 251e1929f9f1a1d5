"""What a table must look like to be recognised, and the registry of formats that declare it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from helpdesk.imports.cells import Reader
from helpdesk.imports.records import Record
from helpdesk.imports.vocabulary import Kind
from kit.registry import Registry

Values = dict[str, Any]


class Beside(Protocol):
    """The tables lying beside the one that is imported, looked up by key."""

    def find(self, kind: Kind, key: str) -> list[Values]:
        """The rows of `kind` with this key, in the order of the file. Raises CellRefused(beside)."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `needed`: the header must have it; `filled`: each row must; no reader: it is a date.

    `names` are other ways to write its name, compared without case, spaces and hyphens."""

    read: Reader | None
    names: tuple[str, ...] = ()
    needed: bool = False
    filled: bool = False


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One kind of table of a format; `key` is the column by which other tables find its rows.

    `build` makes a record of the values of a row (absent ones None) with the tables beside it, None for side tables."""

    kind: Kind
    columns: Mapping[str, Column]
    key: str
    beside: tuple[Kind, ...] = ()
    build: Callable[[Values, Beside], Record] | None = None


@dataclass(frozen=True, kw_only=True)
class Format:
    """A family of tables from one source. `origin` names the source of the records for good."""

    key: str
    origin: str
    label: str
    shapes: tuple[Shape, ...] = field(default=())

    def shape(self, kind: Kind) -> Shape | None:
        return next((shape for shape in self.shapes if shape.kind is kind), None)


FORMATS: Registry[Format] = Registry("format")


def needed(read: Reader | None, *names: str) -> Column:
    """A column without which the table is not recognised and a row is refused."""
    return Column(read=read, names=names, needed=True, filled=True)


def present(read: Reader | None, *names: str) -> Column:
    """A column by which the table is recognised, whose cells may be empty."""
    return Column(read=read, names=names, needed=True)


def optional(read: Reader | None, *names: str) -> Column:
    """A column that may be missing."""
    return Column(read=read, names=names)
