"""A report's table as a file: JSON, CSV, Excel."""

import csv
import io
import json
from typing import Any

from helpdesk.reports.registry import Question, Report
from helpdesk.reports.rules.tables import Column, Table
from helpdesk.reports.vocabulary import Format, Unit
from kit.sheets import CSV_TYPE, XLSX_TYPE, safe

MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.CSV: CSV_TYPE,
    Format.XLSX: XLSX_TYPE,
}
_SHOWN = {Unit.PERCENT: '0.0"%"', Unit.COUNT: "#,##0", Unit.SCORE: "0.00", Unit.SECONDS: "[h]:mm:ss"}


def written(report: Report, question: Question, table: Table, form: Format) -> bytes:
    """The file's bytes."""
    if form is Format.JSON:
        return json.dumps(document(report, question, table), ensure_ascii=False, indent=2).encode() + b"\n"
    return _csv(table) if form is Format.CSV else _xlsx(report, table)


def document(report: Report, question: Question, table: Table) -> dict[str, Any]:
    """What programs read: every row by the stable keys of the columns; durations are whole seconds."""
    keys = [column.key for column in table.columns]
    return {
        "report": report.key,
        "from": question.period.first.isoformat(),
        "to": question.period.last.isoformat(),
        "timezone": question.period.zone.key,
        "group_by": question.group_by.value,
        "filters": dict(question.filters),
        "rows": [dict(zip(keys, row, strict=True)) for row in table.rows],
        "totals": dict(zip(keys, table.totals, strict=True)) if table.totals else None,
    }


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow([str(column.label) for column in table.columns])
    sheet.writerows([safe(value) for value in row] for row in _all(table))
    return text.getvalue().encode("utf-8-sig")  # the mark lets spreadsheet programs read Chinese


def _xlsx(report: Report, table: Table) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(str(report.label)[:31])
        bold = book.add_format({"bold": True})
        shown = {unit: book.add_format({"num_format": pattern}) for unit, pattern in _SHOWN.items()}
        sheet.write_row(0, 0, [str(column.label) for column in table.columns], bold)
        for number, row in enumerate(_all(table), start=1):
            for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                sheet.write(number, place, _in_sheet(column, value), shown.get(column.unit))
        sheet.freeze_panes(1, 1)
        sheet.autofit()
    return file.getvalue()


def _all(table: Table) -> list[tuple[Any, ...]]:
    return [*table.rows, *([table.totals] if table.totals else [])]


def _in_sheet(column: Column, value: Any) -> Any:
    return value / 86400 if column.unit is Unit.SECONDS and value is not None else value
