"""Tables for spreadsheet programs: CSV and XLSX in which nothing runs, and both read back as rows of text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kit.errors import RuleViolation

_FORMULA = tuple("=+-@＝＋－＠")
_CONTROLS = ("\t", "\r", "\n", "\0")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 20_000
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True)
class Row:
    """One row below the header: its line in the file, and its cells by the folded name of their column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file that was read: the names of its columns as they stand there, and its rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def safe(cell: Any) -> Any:
    """Text that a spreadsheet program would run as a formula, also after blanks, is marked as text; typed numbers stay numbers
    (HARDENING F2)."""
    return f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark by which spreadsheet programs know it; every text is quoted."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe(name) for name in header])
    writer.writerows([safe("" if cell is None else cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet whose texts are texts, whatever they begin with (HARDENING F3)."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()


def read(content: bytes) -> Table:
    """The first sheet of a workbook, or a CSV in UTF-8, UTF-16 or GB 18030 whose delimiter is found; empty rows are left out.

    Raises RuleViolation: empty_file, file_too_big, not_a_table, too_many_rows."""
    if not content.strip():
        raise RuleViolation("empty_file", "The file is empty. Choose another one.", field="file")
    if len(content) > MAX_BYTES:
        raise RuleViolation("file_too_big", "The table is larger than 10 MB. Split it and send the parts.", field="file")
    lines = _workbook(content) if content.startswith(b"PK\x03\x04") else _delimited(content)
    if not lines or not any(lines[0]):
        raise _not_a_table()
    header = tuple(name.strip() for name in lines[0])
    keys = [name.casefold() for name in header]
    rows = [
        Row(number, dict(zip(keys, map(_plain, line), strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if len(rows) > MAX_ROWS:
        raise RuleViolation("too_many_rows", "The table has more than 20,000 rows. Split it and send the parts.", field="file")
    return Table(header, tuple(rows))


def _workbook(content: bytes) -> list[list[str]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise _not_a_table()
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [[_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as broken:
        raise _not_a_table() from broken


def _delimited(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as broken:
        raise _not_a_table() from broken


def _decoded(content: bytes) -> str:
    codecs = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _not_a_table()


def _text(value: object) -> str:
    """A cell as it would stand in a CSV: whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(cell: str) -> str:
    """The cell without the mark that an export of ours put before a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    bare = text.lstrip()
    return text.startswith(_CONTROLS) or bare.startswith(_FORMULA + _CONTROLS)


def _not_a_table() -> RuleViolation:
    return RuleViolation("not_a_table", "This file is no table we can read. Send a CSV or an XLSX with a header row.", field="file")
