"""Refusals of an import: a whole file (raised), or one row (kept and written to the rejects file)."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.imports import wording
from kit.errors import RuleViolation


class FileRefused(RuleViolation):
    """Nothing of the file was taken. `code` is a key of `wording.FILES`."""

    def __init__(self, code: str, **particulars: object) -> None:
        super().__init__(code, wording.FILES[code], field=None, **particulars)

    def __str__(self) -> str:
        return wording.sentence(self.code, self.particulars)


class CellRefused(ValueError):
    """A value that cannot be taken. `code` is a key of `wording.ROWS`, `column` the name in the file's header."""

    def __init__(self, code: str, column: str = "", **particulars: object) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.particulars = particulars

    def __str__(self) -> str:
        return wording.sentence(self.code, self.particulars)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused row: where it starts in the file, which column, why, and what it held."""

    line: int
    column: str
    code: str
    particulars: dict[str, object]
    cells: tuple[str, ...]

    @property
    def reason(self) -> str:
        return wording.sentence(self.code, self.particulars)


def refuse(line: int, cells: Sequence[str], fault: CellRefused) -> Refusal:
    """The row at `line` as a refusal for the rejects file."""
    return Refusal(line, fault.column, fault.code, fault.particulars, tuple(cells))
