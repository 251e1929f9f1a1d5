"""The tables lying beside an import, indexed by key in a temporary SQLite file so that memory stays flat."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Self

from helpdesk.imports.delimited import Row
from helpdesk.imports.headers import Match, RowReader
from helpdesk.imports.refusals import CellRefused
from helpdesk.imports.shapes import Values
from helpdesk.imports.tables import Table
from helpdesk.imports.vocabulary import Kind

KEPT = 10_000  # looked-up keys that are kept at hand: a product is in many orders
BETWEEN = "\x1f"  # never in a sound cell
SCHEMA = """
CREATE TABLE side (kind TEXT, key TEXT, line INTEGER, cells TEXT);
CREATE TABLE seen (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID;
"""


class SideTables:
    """A private scratch index (SQLite deletes an unnamed database when it is closed)."""

    def __init__(self) -> None:
        self._index = sqlite3.connect("")
        self._index.executescript(SCHEMA)
        self._readers: dict[Kind, tuple[RowReader, Table]] = {}
        self._broken: dict[str, list[int]] = defaultdict(list)
        self._keys: dict[Kind, str] = {}
        self._find = lru_cache(maxsize=KEPT)(self._look_up)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._index.close()

    def add(self, match: Match, look: Callable[[list[str]], None]) -> None:
        """Index every sound row of a side table by its key, showing each to `look`."""
        kind, place = match.shape.kind, match.places[match.shape.key]
        self._keys[kind] = match.shape.key
        sound = self._sound_rows(match.table, look)
        rows = ((kind, row.cells[place].strip(), row.line, BETWEEN.join(row.cells)) for row in sound)
        self._index.executemany("INSERT INTO side VALUES (?, ?, ?, ?)", rows)

    def close(self, readers: Mapping[Kind, tuple[RowReader, Table]]) -> None:
        """No more rows: make them findable."""
        self._readers = dict(readers)
        self._index.execute("CREATE INDEX by_key ON side (kind, key, line)")

    def find(self, kind: Kind, key: str) -> list[Values]:
        """The rows of `kind` with this key, in the order of the file; a bad one raises CellRefused(beside)."""
        return self._find(kind, key)

    def _look_up(self, kind: Kind, key: str) -> list[Values]:
        if kind not in self._readers:
            return []
        reader, table = self._readers[kind]
        found = self._index.execute("SELECT line, cells FROM side WHERE kind = ? AND key = ? ORDER BY line", (kind, key))
        return [_values(reader, table, line, cells) for line, cells in found]

    def broken(self) -> list[tuple[str, list[int]]]:
        """Tables with rows that could not be split into cells, and the lines of these."""
        return list(self._broken.items())

    def orphans(self, key: str) -> list[tuple[Kind, int]]:
        """Kinds with rows that belong to nothing that was read, found by the same key as the main table's."""
        count = "SELECT count(*) FROM side WHERE kind = ? AND key NOT IN (SELECT id FROM seen)"
        kinds = [kind for kind, name in self._keys.items() if name == key]
        counted = [(kind, int(self._index.execute(count, (kind,)).fetchone()[0])) for kind in kinds]
        return [(kind, number) for kind, number in counted if number]

    def first_line(self, origin_id: str, line: int) -> int:
        """The line that had this id first; `line` itself when it is new."""
        new = self._index.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (origin_id, line))
        if new.rowcount:
            return line
        return int(self._index.execute("SELECT line FROM seen WHERE id = ?", (origin_id,)).fetchone()[0])

    def _sound_rows(self, table: Table, look: Callable[[list[str]], None]) -> Iterator[Row]:
        for row in table.open():
            if row.fault or any(BETWEEN in cell for cell in row.cells):
                self._broken[table.name].append(row.line)
            else:
                look(row.cells)
                yield row


def _values(reader: RowReader, table: Table, line: int, cells: str) -> Values:
    try:
        return reader.values(cells.split(BETWEEN))
    except CellRefused as fault:
        raise CellRefused("beside", fault.column, line=line, table=table.name, reason=str(fault)) from None
