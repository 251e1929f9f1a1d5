"""Recognising a table by its header, and reading its rows by it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from helpdesk.imports import dates
from helpdesk.imports.cells import Reader
from helpdesk.imports.refusals import CellRefused, FileRefused
from helpdesk.imports.shapes import Format, Shape, Values
from helpdesk.imports.tables import Table
from helpdesk.imports.vocabulary import DateOrder


@dataclass(frozen=True, kw_only=True)
class Match:
    """A table that fits a shape: where each column of the shape stands in it."""

    table: Table
    format: Format
    shape: Shape
    places: Mapping[str, int]
    doubled: str | None = None  # a column that is read and stands in the header twice

    @property
    def ignored(self) -> list[str]:
        """Names of the columns that are not read."""
        used = set(self.places.values())
        return [name for place, name in enumerate(self.table.header) if name and place not in used]

    @property
    def date_columns(self) -> list[str]:
        return [name for name in self.places if self.shape.columns[name].read is None]


def plain(name: str) -> str:
    """A column name as it is compared: composed, lower case, without spaces, hyphens and dots."""
    folded = unicodedata.normalize("NFKC", name).strip().casefold()
    return "".join("_" if sign in " -./" else sign for sign in folded)


def match(table: Table, form: Format, shape: Shape) -> Match | None:
    """How the table fits the shape, None when a needed column is missing."""
    standing: dict[str, int] = {}
    repeated: set[str] = set()
    for place, name in enumerate(map(plain, table.header)):
        repeated |= {name} & standing.keys()
        standing.setdefault(name, place)
    places: dict[str, int] = {}
    doubled = None
    for name, column in shape.columns.items():
        written = [way for way in map(plain, (name, *column.names)) if way in standing]
        if written:
            places[name] = standing[written[0]]
        elif column.needed:
            return None
        if repeated & set(written[:1]):
            doubled = table.header[places[name]]
    return Match(table=table, format=form, shape=shape, places=places, doubled=doubled)


def sound(match: Match) -> Match:
    """The match itself. Raises FileRefused(twice) when it would have to choose between two columns of one name."""
    if match.doubled:
        raise FileRefused("twice", path=match.table.path, column=match.doubled)
    return match


def best(matches: Iterable[Match]) -> Match | None:
    """The match that reads the most columns."""
    return max(matches, key=lambda match: len(match.places), default=None)


class RowReader:
    """Turns the cells of a row into values by a match; dates need their proved order per column."""

    def __init__(self, match: Match, orders: Mapping[str, DateOrder], zone: ZoneInfo) -> None:
        self._absent = dict.fromkeys(name for name in match.shape.columns if name not in match.places)
        self._columns: list[tuple[str, int, Reader, bool, str]] = []
        for name, place in match.places.items():
            column = match.shape.columns[name]
            reader = column.read or _instants(orders.get(name, DateOrder.ISO), zone)
            self._columns.append((name, place, reader, column.filled, match.table.header[place]))

    def values(self, cells: list[str]) -> Values:
        """The typed values of a row, None for empty cells. Raises CellRefused that names the column."""
        values: Values = dict(self._absent)
        for name, place, read, filled, title in self._columns:
            cell = cells[place]
            if cell and not cell.isspace():
                try:
                    values[name] = read(cell)
                except CellRefused as fault:
                    fault.column = title
                    raise
            elif filled:
                raise CellRefused("required", title)
            else:
                values[name] = None
        return values


def _instants(order: DateOrder, zone: ZoneInfo) -> Reader:
    return lambda cell: dates.instant(cell, order, zone)
