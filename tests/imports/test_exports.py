"""A whole export goes in and, a second time, changes nothing: a sample of our own, and real files where they are given."""

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from helpdesk.imports import reading
from helpdesk.imports.commands import running
from helpdesk.imports.commands.running import Tally
from helpdesk.imports.vocabulary import Kind
from tests.imports.conftest import OLIST, SHANGHAI

REAL = os.environ.get("HELPDESK_SAMPLE_DATA", "")
FOLDERS = ["sample", *([REAL] if REAL else [])]
TABLES = {
    Kind.CUSTOMERS: "olist_customers_dataset.csv",
    Kind.PRODUCTS: "olist_products_dataset.csv",
    Kind.ORDERS: "olist_orders_dataset.csv",
    Kind.REVIEWS: "olist_order_reviews_dataset.csv",
}


@pytest.fixture(params=FOLDERS, ids=["sample", "real"][: len(FOLDERS)])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param != "sample":
        return Path(request.param)
    (tmp_path / "olist").mkdir()
    for name, text in OLIST.items():
        (tmp_path / "olist" / name).write_text(text)
    rows = "".join(f'b{n},"Where is my parcel {n}?",en,logistics,delivery_question\n' for n in range(20))
    (tmp_path / "tickets_en_bitext.csv").write_text("id,text,lang,category,intent\n" + rows)
    return tmp_path


def loaded(path: Path, kind: Kind, form: str, now: datetime) -> Tally:
    tally = Tally()
    with reading.opened(path, kind, form=form, zone=SHANGHAI) as source:
        for step in running.run(source, now=now):
            assert not step.refused
            tally = step.tally
    return tally


def rows_in(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def test_an_export_goes_in_whole_and_only_once(folder: Path, app: Flask, now: datetime) -> None:
    for kind, name in TABLES.items():
        rows = rows_in(folder / "olist" / name)
        assert loaded(folder / "olist", kind, "olist", now) == Tally(read=rows, accepted=rows)
        assert loaded(folder / "olist", kind, "olist", now) == Tally(read=rows, unchanged=rows)


def test_labelled_texts_go_in_whole_and_only_once(folder: Path, app: Flask, now: datetime) -> None:
    path = folder / "tickets_en_bitext.csv"
    assert loaded(path, Kind.TICKETS, "bitext", now) == Tally(read=rows_in(path), accepted=rows_in(path))
    assert loaded(path, Kind.TICKETS, "bitext", now) == Tally(read=rows_in(path), unchanged=rows_in(path))
