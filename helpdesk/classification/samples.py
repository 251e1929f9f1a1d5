"""Reads labelled texts from a CSV file for training and measuring."""

import csv
from dataclasses import dataclass
from pathlib import Path

from helpdesk.classification.vocabulary import Category

_CATEGORIES = frozenset(category.value for category in Category)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, its right category, and the language and source the file names (empty where it does not)."""

    text: str
    category: Category
    language: str
    source: str


class UnreadableSamples(ValueError):
    """The file is no table of labelled texts; the message says what is missing."""


def read(path: Path) -> list[Sample]:
    """The rows of a UTF-8 CSV with the columns text and category (optional: lang, source). Rows without a category are left out.

    Raises UnreadableSamples for a missing column, an unknown category or a file that is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = {"text", "category"} - set(rows.fieldnames or ())
            if missing:
                raise UnreadableSamples(f"missing column: {', '.join(sorted(missing))}")
            return [_sample(row, rows.line_num) for row in rows if row["category"]]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableSamples(f"not a UTF-8 CSV file: {error}") from error


def _sample(row: dict[str, str], line: int) -> Sample:
    if row["category"] not in _CATEGORIES:
        raise UnreadableSamples(f"line {line}: unknown category {row['category']!r}")
    return Sample(row["text"] or "", Category(row["category"]), row.get("lang") or "", row.get("source") or "")
