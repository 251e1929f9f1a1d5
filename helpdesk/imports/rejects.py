"""The rejects file: every refused row with its line, column and reason, safe to open in a spreadsheet."""

import csv
import os
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from types import TracebackType
from typing import IO, Any, Self

from helpdesk.imports.refusals import Refusal
from helpdesk.imports.tables import REJECTED
from kit.sheets import safe

TITLES = ("line", "column", "reason")


class Rejects:
    """Writes `FILE.rejected.csv` beside the table, or in the working folder when that may not be written.

    The file appears with the first refusal; one left by an earlier run is removed when there is none."""

    def __init__(self, table: Path, header: tuple[str, ...]) -> None:
        self._name = table.name + REJECTED
        self._places = (table.parent, Path.cwd(), Path(gettempdir()))
        self._header = header
        self._file: IO[str] | None = None
        self._writer: Any = None
        self.path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file:
            self._file.close()
        elif kind is None:
            with suppress(OSError):
                (self._places[0] / self._name).unlink(missing_ok=True)

    def add(self, refusal: Refusal, reason: str) -> None:
        """Write one refused row; `reason` is its sentence in the reader's language."""
        if self._writer is None:
            self._start()
        self._writer.writerow([refusal.line, *map(safe, (refusal.column, reason, *refusal.cells))])

    def _start(self) -> None:
        folder = next(place for place in self._places if os.access(place, os.W_OK))
        self.path = folder / self._name
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL)
        self._writer.writerow([*TITLES, *map(safe, self._header)])
