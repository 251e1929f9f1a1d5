"""Rows become typed records; a row that cannot be read costs only itself."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk.imports import cells, reading, records
from helpdesk.imports.records import CustomerRecord, OrderRecord, ProductRecord, ReviewRecord, TicketRecord
from helpdesk.imports.refusals import CellRefused, Refusal
from helpdesk.imports.rejects import Rejects
from helpdesk.imports.vocabulary import Kind, OrderState
from kit.sheets import safe
from tests.imports.conftest import SHANGHAI, read

Write = Callable[..., Path]


def codes(found: list[records.Record | Refusal]) -> list[tuple[int, str, str]]:
    return [(row.line, row.column, row.code) for row in found if isinstance(row, Refusal)]


def test_an_order_takes_items_payments_and_names_from_the_tables_beside_it(olist: Path) -> None:
    first, second, third = read(olist / "olist_orders_dataset.csv", "orders")
    assert isinstance(first, OrderRecord)
    assert isinstance(second, OrderRecord)
    assert isinstance(third, OrderRecord)
    assert [item.unit_price_minor for item in first.items] == [9990, 9990]
    assert first.items[0].name["en"] == "Health beauty p1"
    assert first.shipping_minor == 2500
    assert sum(payment.amount_minor for payment in first.payments) == 22480
    assert first.customer == CustomerRecord(
        origin_id="c1",
        person_id="u1",
        name="Cliente u1",
        locale="en",
        address=records.AddressRecord(country="BR", region="SP", city="Sao Paulo", postcode="01310"),
    )
    assert (third.status, third.source_status, third.items) == (OrderState.CLOSED, "unavailable", ())


def test_a_folder_is_as_good_as_the_file_in_it(olist: Path) -> None:
    assert read(olist, "orders") == read(olist / "olist_orders_dataset.csv", "orders")
    assert [type(record) for record in read(olist, "products")] == [ProductRecord, ProductRecord]


def test_one_review_of_two_orders_is_two_reviews(olist: Path) -> None:
    first, second = read(olist, "reviews")
    assert isinstance(first, ReviewRecord)
    assert isinstance(second, ReviewRecord)
    assert first.body == "Chegou rápido,\nadorei!"
    assert (second.order_id, second.rating) == ("o2", 1)


def test_a_bad_item_refuses_its_order_and_says_where(olist: Path) -> None:
    with (olist / "olist_order_items_dataset.csv").open("a") as file:
        file.write("o3,1,p1,s1,2018-03-09 09:00:00,free,0\n")
    found = read(olist, "orders")
    assert codes(found) == [(4, "price", "beside")]
    assert "Line 5 of olist_order_items_dataset.csv" in found[2].reason  # type: ignore[union-attr]


def test_missing_neighbours_and_orphans_are_told(olist: Path) -> None:
    (olist / "olist_order_payments_dataset.csv").unlink()
    with (olist / "olist_order_items_dataset.csv").open("a") as file:
        file.write('ghost,1,p1,s1,2018-03-09 09:00:00,10,0\no2,2,"p"1,s1,,10,0\n')
    with reading.opened(olist, Kind.ORDERS, zone=SHANGHAI) as source:
        list(source.read())
        notices = dict(source.notices())
    assert notices["not_beside"]["kind"] == Kind.PAYMENTS
    assert notices["orphans"] == {"kind": Kind.ITEMS, "number": 1}
    assert notices["broken_rows"]["lines"] == "6"


def test_a_chinese_order_list_is_read(write: Write) -> None:
    write("明细.csv", "订单号,商品编号,商品名称,数量,单价\n1001,KT-09,鹅颈手冲壶,2,¥459.00\n")
    path = write(
        "订单.csv",
        "订单号,下单时间,订单状态,姓名,手机,省,市,详细地址,运费\n"
        "1001,2026年5月10日 20:31,已发货,林佳怡,13900000000,上海,上海,衡山路 88 号,10\n",
        "gb18030",
    )
    (order,) = read(path, "orders")
    assert isinstance(order, OrderRecord)
    assert (order.status, order.currency, order.shipping_minor) == (OrderState.SHIPPED, "CNY", 1000)
    assert order.items[0].quantity * order.items[0].unit_price_minor == 91800
    assert order.customer is not None
    assert order.customer.name == "林佳怡"
    assert order.address is not None
    assert order.address.street == "衡山路 88 号"


def test_labelled_texts_become_tickets(write: Write) -> None:
    path = write("t.csv", "id,text,lang,category,intent\n1,The lid cracked. It leaks.,en,quality,\n2,Hi,en,gossip,\n")
    found = read(path, "tickets", form="bitext")
    assert isinstance(found[0], TicketRecord)
    assert (found[0].subject, found[0].category) == ("The lid cracked. It leaks.", "quality")
    assert codes(found) == [(3, "category", "unknown_word")]


def test_each_bad_row_says_line_column_and_reason(write: Write) -> None:
    path = write(
        "c.csv",
        "customer_id,name,email\n1,Ann,ann@example.com\n,Ben,\n3,Cy,not-an-address\n4,Di,\n1,Ann again,\n"
        '5,Ed\n6,"Fay,"x",\n7,Gus,a@b.com;c@d.com\n8,"Hed\nwig",\n9,Ida,oops\n',
    )
    found = read(path, "customers")
    assert codes(found) == [
        (3, "customer_id", "required"),
        (4, "email", "not_an_email"),
        (6, "customer_id", "duplicate"),
        (7, "", "width"),
        (8, "", "unclosed_quote"),
        (9, "email", "not_an_email"),
        (12, "email", "not_an_email"),
    ]
    assert [row.name for row in found if isinstance(row, CustomerRecord)] == ["Ann", "Di", "Hed\nwig"]


def test_every_row_is_counted_once(write: Write) -> None:
    path = write("c.csv", "customer_id,name\n" + "".join(f"{n % 90},Name {n}\n\n" for n in range(100)))
    with reading.opened(path, Kind.CUSTOMERS, zone=SHANGHAI) as source:
        assert source.total == len(list(source.read())) == 100


@pytest.mark.parametrize("written, minor", [("1280", 128000), ("¥1,280.50", 128050), ("0", 0), (" 99.9 ", 9990)])
def test_amounts_become_minor_units(written: str, minor: int) -> None:
    assert cells.minor(cells.amount(written), "CNY") == minor  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["-1", "1.280,50", "12,50", "1e3", "NaN", "１２", "free", "1.234", "99999999999"])
def test_amounts_are_never_guessed(written: str) -> None:
    with pytest.raises(CellRefused):
        cells.minor(cells.amount(written), "CNY")  # type: ignore[arg-type]


def test_a_digest_changes_with_any_value(olist: Path) -> None:
    first, *_ = read(olist, "orders")
    again, *_ = read(olist, "orders")
    assert records.digest(first) == records.digest(again)  # type: ignore[arg-type]
    with (olist / "olist_order_payments_dataset.csv").open("a") as file:
        file.write("o1,3,voucher,1,0.01\n")
    changed, *_ = read(olist, "orders")
    assert records.digest(first) != records.digest(changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-2", "@SUM(1)", "\t=1", "＝1", "  =cmd"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_the_rejects_file_keeps_the_row_and_disappears_when_all_is_well(write: Write) -> None:
    path = write("c.csv", "customer_id,name,email\n1,=HYPERLINK(1),nope\n")
    (refusal,) = read(path, "customers")
    assert isinstance(refusal, Refusal)
    with Rejects(path, ("customer_id", "name", "email")) as rejects:
        rejects.add(refusal, refusal.reason)
    assert rejects.path == path.parent / "c.csv.rejected.csv"
    with rejects.path.open(encoding="utf-8-sig", newline="") as file:
        titles, row = csv.reader(file)
    assert titles == ["line", "column", "reason", "customer_id", "name", "email"]
    assert row == ["2", "email", "nope is not an e-mail address.", "1", "'=HYPERLINK(1)", "nope"]
    with Rejects(path, ()):
        pass
    assert not rejects.path.exists()
