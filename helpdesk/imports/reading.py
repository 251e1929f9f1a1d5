"""Opening a source (a file or the folder it lies in) and reading it as a stream of records and refusals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from helpdesk.imports import headers
from helpdesk.imports.beside import SideTables
from helpdesk.imports.dates import Proof
from helpdesk.imports.headers import Match, RowReader
from helpdesk.imports.records import Entry, Record, digest
from helpdesk.imports.refusals import CellRefused, FileRefused, Refusal, refuse
from helpdesk.imports.shapes import FORMATS, Format
from helpdesk.imports.tables import Table, tables_in, tables_of
from helpdesk.imports.vocabulary import DateOrder, Kind

AUTO = "auto"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A recognised table whose dates are proved, ready to be read from the start."""

    main: Match
    total: int
    beside: tuple[Kind, ...]
    _reader: RowReader
    _sides: SideTables

    @property
    def origin(self) -> str:
        return self.main.format.origin

    def read(self) -> Iterator[Entry[Record] | Refusal]:
        """Every row of the table as a sound entry or a refusal, in the order of the file."""
        build = self.main.shape.build
        assert build is not None
        for row in self.main.table.open():
            try:
                if row.fault:
                    raise row.fault
                record = build(self._reader.values(row.cells), self._sides)
                first = self._sides.first_line(record.origin_id, row.line)
                if first != row.line:
                    raise CellRefused("duplicate", self._key_title, line=first)
            except CellRefused as fault:
                yield refuse(row.line, row.cells, fault)
            else:
                yield Entry(record, row.line, row.cells, digest(record))

    def notices(self) -> Iterator[tuple[str, dict[str, object]]]:
        """What should be known besides the counts (codes of `wording.NOTICES`); complete once everything was read."""
        if ignored := self.main.ignored:
            yield "ignored", {"table": self.main.table.name, "columns": ", ".join(ignored)}
        for kind in self.main.shape.beside:
            if kind not in self.beside:
                yield "not_beside", {"kind": kind, "folder": self.main.table.path.parent}
        for table, lines in self._sides.broken():
            yield "broken_rows", {"table": table, "number": len(lines), "lines": ", ".join(map(str, lines[:10]))}
        for kind, number in self._sides.orphans(self.main.shape.key):
            yield "orphans", {"kind": kind, "number": number}

    @property
    def _key_title(self) -> str:
        return self.main.table.header[self.main.places[self.main.shape.key]]


@contextmanager
def opened(path: Path, kind: Kind, *, form: str = AUTO, order: DateOrder | None = None, zone: ZoneInfo) -> Iterator[Source]:
    """The source of `kind` at `path`, a table or the folder that holds it, for as long as the block lasts.

    `order` overrides the proof of how dates are written; local times are those of `zone`. Raises FileRefused.
    """
    main = recognise(path, kind, _formats(form))
    neighbours = _neighbours(main)
    with SideTables() as sides:
        readers = {}
        for near, found in neighbours.items():
            proofs = {name: Proof() for name in found.date_columns}
            sides.add(found, _looking(found, proofs))
            readers[near] = (RowReader(found, _orders(found, proofs, order), zone), found.table)
        sides.close(readers)
        total, orders = _survey(main, order)
        reader = RowReader(main, orders, zone)
        yield Source(main=main, total=total, beside=tuple(neighbours), _reader=reader, _sides=sides)


def recognise(path: Path, kind: Kind, formats: list[Format]) -> Match:
    """The table of `kind` at `path`. Raises FileRefused(unknown_header, not_this_kind, several_tables)."""
    tables = tables_in(path) if path.is_dir() else tables_of(path)
    found = [match for table in tables if (match := _best(table, kind, formats))]
    if path.is_dir() and len(found) > 1:
        names = ", ".join(match.table.name for match in found)
        raise FileRefused("several_tables", path=path, kind=kind, tables=names)
    if found:
        return headers.sound(found[0])
    others = {match.shape.kind for table in tables for form in formats if (match := _any_kind(table, form))}
    if others and path.is_file():
        raise FileRefused("not_this_kind", path=path, found=", ".join(sorted(others)), kind=kind)
    raise FileRefused("unknown_header", path=path, kind=kind, columns=_wanted(kind, formats))


def _formats(key: str) -> list[Format]:
    if key == AUTO:
        return list(FORMATS)
    if key not in FORMATS:
        raise FileRefused("unknown_format", format=key, formats=", ".join([AUTO, *FORMATS.keys()]))
    return [FORMATS.get(key)]


def _best(table: Table, kind: Kind, formats: list[Format]) -> Match | None:
    """The best reading of the table as `kind`, unless another kind of the same format reads more of it."""
    shapes = [(form, shape) for form in formats if (shape := form.shape(kind)) and shape.build]
    found = headers.best(match for form, shape in shapes if (match := headers.match(table, form, shape)))
    rival = found and _any_kind(table, found.format)
    return None if found and rival and len(rival.places) > len(found.places) else found


def _any_kind(table: Table, form: Format) -> Match | None:
    return headers.best(match for shape in form.shapes if (match := headers.match(table, form, shape)))


def _wanted(kind: Kind, formats: list[Format]) -> str:
    """The needed columns of the first format that knows the kind, for the refusal."""
    for form in formats:
        if shape := form.shape(kind):
            return ", ".join(name for name, column in shape.columns.items() if column.needed)
    return "-"


def _neighbours(main: Match) -> dict[Kind, Match]:
    """The tables of the same format that the main one asks for, among those in its folder (or workbook)."""
    if not main.shape.beside:
        return {}
    folder = main.table.path.parent
    others = [table for table in tables_in(folder) if (table.path, table.sheet) != (main.table.path, main.table.sheet)]
    near: dict[Kind, Match] = {}
    for match in (match for table in others if (match := _any_kind(table, main.format))):
        kind = match.shape.kind
        if kind in main.shape.beside:
            if kind in near:
                names = f"{near[kind].table.name}, {match.table.name}"
                raise FileRefused("several_tables", path=folder, kind=kind, tables=names)
            near[kind] = headers.sound(match)
    return near


def _survey(match: Match, order: DateOrder | None) -> tuple[int, dict[str, DateOrder]]:
    """One pass over the table: how many rows it has, and how the dates of each column are written."""
    proofs = {name: Proof() for name in match.date_columns}
    look = _looking(match, proofs)
    total = 0
    for row in match.table.open():
        total += 1
        if row.fault is None:
            look(row.cells)
    return total, _orders(match, proofs, order)


def _looking(match: Match, proofs: dict[str, Proof]) -> Callable[[list[str]], None]:
    """Shows the date cells of a row to the proofs of their columns."""
    pairs = [(match.places[name], proof) for name, proof in proofs.items()]

    def look(cells: list[str]) -> None:
        for place, proof in pairs:
            proof.look(cells[place])

    return look


def _orders(match: Match, proofs: dict[str, Proof], order: DateOrder | None) -> dict[str, DateOrder]:
    return {name: order or _proved(match, name, proof) for name, proof in proofs.items()}


def _proved(match: Match, name: str, proof: Proof) -> DateOrder:
    about = {"path": match.table.path, "column": match.table.header[match.places[name]]}
    if proof.is_contradicted:
        raise FileRefused("dates_contradict", **about, example=proof.day_first, other=proof.month_first)
    if proof.order is None:
        raise FileRefused("dates_unproved", **about, example=proof.undecided)
    return proof.order
