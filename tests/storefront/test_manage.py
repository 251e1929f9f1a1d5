"""The frame of the shop's management: who sees which section, and bulk actions with a result per row."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation
from kit.sheets import Row
from storefront.catalogue.models import Category
from storefront.manage import bulk


@command
def add(row: Row) -> str:
    if not row.cells["slug"]:
        raise RuleViolation("no_slug", "Choose a CSV or XLSX file first.", field="slug")
    db.session.add(Category(slug=row.cells["slug"], path=row.cells["slug"], depth=1, name={"en": "x"}))
    return "made"


ROWS = [Row(2, {"slug": "one"}), Row(3, {"slug": ""}), Row(4, {"slug": "two"})]


def slugs() -> list[str]:
    return list(db.session.scalars(select(Category.slug).order_by(Category.slug)))


def test_a_refused_row_stops_no_other(app: Flask) -> None:
    results = bulk.each_line(ROWS, "slug", add, only_check=False)
    assert [(one.label, one.is_done, one.field) for one in results] == [
        ("2 · one", True, ""),
        ("3 · ", False, "slug"),
        ("4 · two", True, ""),
    ]
    assert slugs() == ["one", "two"]


def test_only_checking_says_the_same_and_changes_nothing(app: Flask) -> None:
    looked = bulk.each_line(ROWS, "slug", add, only_check=True)
    assert slugs() == []
    assert looked == bulk.each_line(ROWS, "slug", add, only_check=False)


@pytest.mark.parametrize(("role", "status"), [("customer", 403), ("agent", 200), ("warehouse", 200), ("manager", 200)])
def test_the_overview_is_for_the_shops_people(
    make_user: Callable[..., User], signed_in: Callable[[User], FlaskClient], role: str, status: int
) -> None:
    assert signed_in(make_user(role)).get("/manage").status_code == status


def test_the_overview_speaks_chinese(manager: User, signed_in: Callable[[User], FlaskClient]) -> None:
    browser = signed_in(manager)
    browser.set_cookie("locale", "zh_Hans")
    assert "店铺管理" in browser.get("/manage").get_data(as_text=True)
