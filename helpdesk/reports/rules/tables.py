"""A report as a table: typed columns, rows, totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.reports.vocabulary import Unit


@dataclass(frozen=True)
class Column:
    """One column; `label` is an English message that the edge translates."""

    key: str
    label: str
    unit: Unit


@dataclass(frozen=True)
class Table:
    """Rows and totals have one value for each column; None where there is nothing to say."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    totals: tuple[Any, ...] | None = None


def percent(part: int, whole: int) -> float | None:
    """A share in percent with one digit; None of nothing."""
    return round(100 * part / whole, 1) if whole else None
