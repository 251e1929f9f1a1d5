"""`make bench`: every row at every size, as a table and as benchmarks.json. SIZES=10k,100k and ROWS=queue,reply choose."""

import os
import signal
import sys
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from benchmarks import house, telling
from benchmarks.load import Refused
from benchmarks.registry import ROWS, Figure
from benchmarks.timing import seconds
from kit.db import db
from kit.errors import DomainError
from kit.registry import load_folder

OUTPUT = Path("benchmarks.json")
WIDTH = 140  # characters, in a file
_FAILURES = (Refused, DomainError, SQLAlchemyError, LookupError, ValueError, OSError)
_console = Console(stderr=True)


def main() -> None:
    load_folder("benchmarks.rows")
    wanted, sizes = _rows(os.environ.get("ROWS", "")), _sizes(os.environ.get("SIZES", "10k"))
    found: telling.Found = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as Ctrl-C: what was started is ended
    folder = house.start_servers()
    for size in sizes:
        _console.print(f"Growing a shop of {size:,} tickets …")
        with house.opened(folder, size) as running:
            found[size] = {name: _measured(name, running) for name in wanted}
    Console(width=None if sys.stdout.isatty() else WIDTH).print(telling.table(found))
    OUTPUT.write_text(telling.document(found))
    _console.print(f"Written to {OUTPUT}.")
    if any(not figures for rows in found.values() for figures in rows.values()):
        sys.exit(1)


def _measured(name: str, running: house.House) -> list[Figure]:
    """The row's figures; none when it could not be measured, and then why is said."""
    figures: list[Figure] = []
    try:
        taken = seconds(lambda: figures.extend(ROWS[name](running)))
    except _FAILURES as failed:
        _console.print(f"  {name} could not be measured: {type(failed).__name__}: {failed}", style="red", markup=False)
        db.session.rollback()
        return []
    _console.print(f"  {name}: {taken:.1f} s")
    return figures


def _rows(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()] or list(ROWS)
    if unknown := set(names) - set(ROWS):
        sys.exit(f"There is no row {', '.join(sorted(unknown))}. There are: {', '.join(ROWS)}.")
    return names


def _sizes(text: str) -> list[int]:
    scale = {"k": 1_000, "m": 1_000_000}
    try:
        return sorted(int(float(part.strip("km ")) * scale.get(part.strip()[-1:], 1)) for part in text.lower().split(","))
    except ValueError:
        sys.exit(f"SIZES={text} is no list of sizes. Write SIZES=10k,100k,1m.")


if __name__ == "__main__":
    main()
