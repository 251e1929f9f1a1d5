"""A table is recognised by its header; what cannot be read is refused with a hint."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from helpdesk.imports import reading
from helpdesk.imports.records import CustomerRecord
from helpdesk.imports.refusals import FileRefused
from helpdesk.imports.vocabulary import Kind
from tests.imports.conftest import SHANGHAI, read

Write = Callable[..., Path]
CHINESE = "客户编号,姓名,邮箱\n1,林佳怡,lin@example.com\n2,赵明轩,zhao@example.com\n"


def names(path: Path) -> list[str]:
    return [record.name for record in read(path, "customers") if isinstance(record, CustomerRecord)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_a_chinese_spreadsheet_writes_is_read(write: Write, encoding: str) -> None:
    assert names(write("kunden.csv", CHINESE, encoding)) == ["林佳怡", "赵明轩"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write: Write, delimiter: str) -> None:
    text = 'customer_id,name,city\n1,"Brooks, Hannah",Leeds\n2,Reid,York\n'.replace(",", delimiter)
    assert names(write("any.txt", text))[1] == "Reid"


def test_a_line_that_names_the_delimiter_is_no_header(write: Write) -> None:
    assert names(write("a.csv", "sep=;\ncustomer_id;name\n1;Ann\n")) == ["Ann"]


def test_column_order_case_and_extra_columns_do_not_matter(write: Write) -> None:
    path = write("x.csv", "Hair Colour,NAME,Customer-ID\nred,Ann,7\n")
    with reading.opened(path, Kind.CUSTOMERS, zone=SHANGHAI) as source:
        assert [row.record.origin_id for row in source.read()] == ["7"]  # type: ignore[union-attr]
        assert list(source.notices()) == [("ignored", {"table": "x.csv", "columns": "Hair Colour"})]


def test_a_workbook_is_read_by_its_content(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["notes"])  # type: ignore[union-attr]
    sheet = book.create_sheet("Kunden")
    for row in (["customer_id", "name", "phone"], [1001, "Ann", None], [None, None, None], [1002, "Ben", "139"]):
        sheet.append(row)
    path = tmp_path / "kunden.data"
    book.save(path)
    assert [record.origin_id for record in read(path, "customers")] == ["1001", "1002"]  # type: ignore[union-attr]


def test_a_number_that_the_sheet_has_rounded_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["customer_id", "name"], [1234567890123456789, "Ann"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "c.xlsx")
    assert [refusal.code for refusal in read(tmp_path / "c.xlsx", "customers")] == ["rounded_number"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"PK\x03\x04 and then nothing of a workbook", "bad_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "not_text"),
        ("customer_id,name\n1,João Gonçalves\n2,Müller\n".encode("latin-1"), "unknown_encoding"),
        (b"customer_id,nickname\n1,Ann\n", "unknown_header"),
        (b"customer_id,name,Name\n1,Ann,Bob\n", "twice"),
        (b"order_id,product_id,quantity,unit_price\n1,2,3,4\n", "not_this_kind"),
    ],
)
def test_what_is_no_table_of_the_kind_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        read(path, "customers")
    assert refused.value.code == code
    assert str(path) in str(refused.value)


def test_entities_in_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    book = openpyxl.Workbook()
    book.active.append(["customer_id", "name"])  # type: ignore[union-attr]
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as bad:
        for name in plain.namelist():
            bad.writestr(name, bomb if name.endswith("sheet1.xml") else plain.read(name))
    with pytest.raises(FileRefused) as refused:
        read(tmp_path / "bomb.xlsx", "customers")
    assert refused.value.code in ("bad_workbook", "unknown_header")


def test_a_missing_file_and_an_unknown_format_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="There is no file"):
        read(tmp_path / "nowhere.csv", "orders")
    with pytest.raises(FileRefused, match="auto, bitext, olist, own"):
        read(write("a.csv", "order_id,placed_at\n"), "orders", form="shopware")


def test_a_folder_with_two_tables_of_one_kind_must_be_told_which(write: Write, tmp_path: Path) -> None:
    for month in ("may", "june"):
        write(f"{month}.csv", "customer_id,name\n1,Ann\n")
    with pytest.raises(FileRefused, match=r"june\.csv, may\.csv"):
        read(tmp_path, "customers")
