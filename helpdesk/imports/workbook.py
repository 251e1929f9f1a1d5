"""XLSX workbooks as streams of rows of text, read without loading them whole."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from helpdesk.imports.delimited import Row
from helpdesk.imports.refusals import CellRefused, FileRefused

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LIMIT_MB = 2048
EXACT = 10**15
BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError)


def is_workbook(path: Path) -> bool:
    """Whether the content, not the name, is an XLSX. Raises FileRefused(old_excel) for its forerunner."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == OLE:
        raise FileRefused("old_excel", path=path)
    return start == ZIP


def sheets_of(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Name and header of every sheet that is not empty. Raises FileRefused(bad_workbook, too_large_inside)."""
    _refuse_bomb(path)
    try:
        with path.open("rb") as file:  # given a name, the library would go by its ending
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            headers = [(sheet.title, _header(sheet)) for sheet in book.worksheets]
    except BROKEN as error:
        raise FileRefused("bad_workbook", path=path) from error
    return [(title, header) for title, header in headers if header]


def rows_of(path: Path, sheet: str, width: int) -> Iterator[Row]:
    """The rows below the header as text, blank ones left out; missing cells at the end are empty."""
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for line, values in enumerate(book[sheet].iter_rows(values_only=True), start=1):
            if line > 1 and any(value is not None and value != "" for value in values):
                yield _row(line, values, width)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileRefused("bad_workbook", path=path) from error
    if size > LIMIT_MB << 20:
        raise FileRefused("too_large_inside", path=path, limit=LIMIT_MB)


def _header(sheet: Any) -> tuple[str, ...]:
    first = next(islice(sheet.iter_rows(values_only=True), 1), ())
    names = [str(value).strip() if value is not None else "" for value in first]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _row(line: int, values: tuple[object, ...], width: int) -> Row:
    try:
        cells = [_text(value) for value in values]
    except CellRefused as fault:
        return Row(line, [str(value) for value in values], fault)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    cells += [""] * (width - len(cells))
    if len(cells) > width:
        return Row(line, cells, CellRefused("width", found=len(cells), expected=width))
    return Row(line, cells)


def _text(value: object) -> str:
    """A cell as it would stand in a CSV. A number of 16 digits and more has lost its end in the sheet already."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            if abs(value) >= EXACT:
                raise CellRefused("rounded_number")
            return str(int(value)) if value == int(value) else repr(value)
        case datetime() | date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case str() if value.startswith("#") and value.rstrip("!?").isupper() and value[-1] in "!?A":
            raise CellRefused("sheet_error", value=value)
    return str(value)
