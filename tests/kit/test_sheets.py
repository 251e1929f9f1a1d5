"""Tables for spreadsheet programs: what goes out runs nothing and comes back as it was."""

import io

import openpyxl
import pytest

from kit import sheets
from kit.errors import RuleViolation

HOSTILE = ["=1+1", "@SUM(1)", "\t=1", " -2", "＝1", "+49 30", "普通文字"]


def test_a_text_is_never_a_formula_in_a_csv() -> None:
    lines = sheets.as_csv(["name"], [[text] for text in HOSTILE]).decode("utf-8-sig").splitlines()
    assert lines[1:] == ['"\'=1+1"', '"\'@SUM(1)"', '"\'\t=1"', '"\' -2"', '"\'＝1"', '"\'+49 30"', '"普通文字"']


def test_a_typed_number_stays_a_number() -> None:
    assert sheets.as_csv(["change"], [[-2]]).decode("utf-8-sig").splitlines()[1] == "-2"


def test_a_text_is_never_a_formula_in_a_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx("goods", ["name"], [[text] for text in HOSTILE])))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("written", [sheets.as_csv, lambda header, rows: sheets.as_xlsx("goods", header, rows)])
def test_what_was_exported_is_read_back(written: object) -> None:
    table = sheets.read(written(["Name", "Units"], [["=1+1", 3], ["壶", 12]]))  # type: ignore[operator]
    assert [row.cells for row in table.rows] == [{"name": "=1+1", "units": "3"}, {"name": "壶", "units": "12"}]
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_is_read_in_every_usual_encoding(codec: str) -> None:
    assert sheets.read("名称;数量\n手冲壶;3\n".encode(codec)).rows[0].cells == {"名称": "手冲壶", "数量": "3"}


@pytest.mark.parametrize("content", [b"", b"  \n", b"PK\x03\x04 no archive", b"\x00\x01\x02\xff", b'a,b\n"open,1\n'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refused:
        sheets.read(content)
    assert refused.value.field == "file"
