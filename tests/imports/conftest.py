"""Small tables of our own making in the formats that are imported."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from helpdesk.imports import reading
from helpdesk.imports.records import Entry, Record
from helpdesk.imports.refusals import Refusal
from helpdesk.imports.vocabulary import DateOrder, Kind
from kit.registry import load_folder

SHANGHAI = ZoneInfo("Asia/Shanghai")

OLIST = {
    "olist_orders_dataset.csv": (
        "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,"
        "order_delivered_customer_date,order_estimated_delivery_date\n"
        "o1,c1,delivered,2018-03-02 10:00:00,2018-03-02 10:15:00,2018-03-03 09:00:00,2018-03-08 17:20:00,2018-03-20 00:00:00\n"
        "o2,c2,shipped,2018-03-05 08:30:00,2018-03-05 09:00:00,2018-03-06 11:00:00,,2018-03-25 00:00:00\n"
        "o3,c3,unavailable,2018-03-06 23:59:59,,,,2018-03-28 00:00:00\n"
    ),
    "olist_order_items_dataset.csv": (
        "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n"
        "o1,1,p1,s1,2018-03-06 10:15:00,99.9,12.5\no1,2,p1,s1,2018-03-06 10:15:00,99.9,12.5\n"
        "o2,1,p2,s1,2018-03-09 09:00:00,45.00,8.70\n"
    ),
    "olist_order_payments_dataset.csv": (
        "order_id,payment_sequential,payment_type,payment_installments,payment_value\n"
        "o1,1,credit_card,3,200.00\no1,2,voucher,1,24.80\no2,1,boleto,1,53.70\n"
    ),
    "olist_customers_dataset.csv": (
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n"
        "c1,u1,01310,sao paulo,SP\nc2,u2,20031,rio de janeiro,RJ\nc3,u1,01310,sao paulo,SP\n"
    ),
    "olist_products_dataset.csv": ("product_id,product_category_name,product_weight_g\np1,beleza_saude,450\np2,,1200\n"),
    "product_category_name_translation.csv": ("product_category_name,product_category_name_english\nbeleza_saude,health_beauty\n"),
    "olist_order_reviews_dataset.csv": (
        "review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date\n"
        'r1,o1,5,,"Chegou rápido,\nadorei!",2018-03-09 00:00:00\nr1,o2,1,Atraso,Ainda não chegou,2018-03-30 00:00:00\n'
    ),
}


@pytest.fixture(scope="session", autouse=True)
def formats() -> None:
    load_folder("helpdesk.imports.formats")


@pytest.fixture
def olist(tmp_path: Path) -> Path:
    folder = tmp_path / "olist"
    folder.mkdir()
    for name, text in OLIST.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a table: write("orders.csv", "order_id,…")."""

    def put(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return put


def read(path: Path, kind: str, form: str = "auto", order: str | None = None) -> list[Record | Refusal]:
    chosen = DateOrder(order) if order else None
    with reading.opened(path, Kind(kind), form=form, order=chosen, zone=SHANGHAI) as source:
        return [row.record if isinstance(row, Entry) else row for row in source.read()]
