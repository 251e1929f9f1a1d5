"""CSV and TSV as streams of rows: the delimiter is found, a broken row costs only itself."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from helpdesk.imports.refusals import CellRefused, FileRefused

DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 30


class Row(NamedTuple):
    """One record: the line of the file on which it starts, its cells, and what is wrong with it as a whole."""

    line: int
    cells: list[str]
    fault: CellRefused | None = None


def delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter that gives the most equally wide rows, or the one an Excel `sep=` line names."""
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline().strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda delimiter: _evenness(path, encoding, delimiter))


def header_of(path: Path, encoding: str, delimiter: str) -> tuple[str, ...]:
    """The column names. Raises FileRefused(not_text) when the first line is no row of cells."""
    for row in _records(path, encoding, delimiter):
        if row.fault:
            raise FileRefused("not_text", path=path)
        return tuple(cell.strip() for cell in row.cells)
    raise FileRefused("empty", path=path)


def rows_of(path: Path, encoding: str, delimiter: str, width: int) -> Iterator[Row]:
    """The rows below the header, blank ones left out."""
    records = _records(path, encoding, delimiter)
    next(records)
    for row in records:
        if row.fault is None and len(row.cells) != width:
            yield row._replace(fault=CellRefused("width", found=len(row.cells), expected=width))
        else:
            yield row


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Every record that is not blank, the `sep=` line left out."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Row(line, [], CellRefused("unclosed_quote"))
                continue
            if line == 1 and delimiter.join(cells).lower() in (f"sep={delimiter}", "sep="):
                continue
            if any(cells):
                yield Row(line, cells)


def _evenness(path: Path, encoding: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows share the header's width, weighed by that width; one column is no table."""
    widths = [len(row.cells) for row, _ in zip(_records(path, encoding, delimiter), range(SAMPLE), strict=False)]
    if not widths or widths[0] < 2:
        return (0, 0)
    return (Counter(widths)[widths[0]] * widths[0], widths[0])
