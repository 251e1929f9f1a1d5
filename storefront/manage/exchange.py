"""Tables that the shop's own people send and fetch. Only for edges."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import make_response, request
from werkzeug.wrappers import Response

from kit import sheets
from kit.errors import RuleViolation


def exported(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The rows as a file to keep: CSV, or XLSX where the address says `format=xlsx`. `name` is the file's, without its ending."""
    as_workbook = request.args.get("format") == "xlsx"
    body = sheets.as_xlsx(name, header, rows) if as_workbook else sheets.as_csv(header, rows)
    response = make_response(body)
    response.headers["Content-Type"] = sheets.XLSX_TYPE if as_workbook else sheets.CSV_TYPE
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if as_workbook else "csv"}"'
    return response


def sent_table(*, needed: Sequence[str]) -> sheets.Table:
    """The table in the form's field `file`. `needed` are the columns without which nothing can be done.

    Raises RuleViolation: no_file, missing_column, and as `sheets.read`."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise RuleViolation("no_file", "Choose a CSV or XLSX file first.", field="file")
    table = sheets.read(file.read(sheets.MAX_BYTES + 1))
    known = {name.casefold() for name in table.header}
    if any(name not in known for name in needed):
        raise RuleViolation(
            "missing_column", "A column is missing. Fetch the export to see which columns there are, and keep their names.",
            field="file",
        )  # fmt: skip
    return table


def only_check() -> bool:
    """Did the sender only want to know what would happen?"""
    return request.form.get("only_check") == "1"


def chosen_ids(name: str = "id") -> list[int]:
    """The rows that were ticked, each once, at most 500."""
    return list(dict.fromkeys(value for value in request.form.getlist(name, type=int) if value > 0))[:500]
