"""A table is a header and a stream of rows that can be opened twice, whatever the kind of file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from helpdesk.imports import delimited, workbook
from helpdesk.imports.delimited import Row
from helpdesk.imports.encodings import encoding_of
from helpdesk.imports.refusals import FileRefused

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".xlsx")
REJECTED = ".rejected.csv"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet or file. `open` starts a new stream of the rows below the header."""

    path: Path
    sheet: str | None
    header: tuple[str, ...]
    open: Callable[[], Iterator[Row]]

    @property
    def name(self) -> str:
        return f"{self.path.name}[{self.sheet}]" if self.sheet else self.path.name


def tables_of(path: Path) -> list[Table]:
    """The tables in a file: one, or one per sheet of a workbook. Raises FileRefused."""
    if not path.is_file():
        raise FileRefused("missing", path=path)
    if workbook.is_workbook(path):
        return [_sheet(path, title, header) for title, header in workbook.sheets_of(path)]
    encoding = encoding_of(path)
    delimiter = delimited.delimiter_of(path, encoding)
    header = delimited.header_of(path, encoding, delimiter)
    rows = partial(delimited.rows_of, path, encoding, delimiter, len(header))
    return [Table(path=path, sheet=None, header=header, open=rows)]


def tables_in(folder: Path) -> list[Table]:
    """Every readable table lying in a folder, rejects files of earlier imports left out."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.endswith(REJECTED):
            try:
                found += tables_of(path)
            except FileRefused:
                continue  # not every file that lies about is a table
    return found


def _sheet(path: Path, title: str, header: tuple[str, ...]) -> Table:
    return Table(path=path, sheet=title, header=header, open=partial(workbook.rows_of, path, title, len(header)))
