"""The lines, freight and discount of imported orders. A line that has a remedy or a refund keeps its amounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, select

from helpdesk.imports.commands import bulk
from helpdesk.imports.records import ItemRecord, OrderRecord
from helpdesk.imports.vocabulary import OrderState
from kit.db import db
from kit.money import allocate
from storefront.catalogue.models import Category, Product, Sku
from storefront.orders.models import LineDiscount, OrderDiscount, OrderLine, OrderShipping

SENT = frozenset({OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED})
ARRIVED = frozenset({OrderState.DELIVERED, OrderState.COMPLETED})
CHANGING = (
    "name",
    "quantity",
    "unit_price_minor",
    "list_total_minor",
    "discount_total_minor",
    "payable_minor",
    "qty_cancelled",
    "qty_shipped",
    "qty_delivered",
    "delivered_at",
)
DISCOUNT = {"en": "Discount", "zh": "优惠"}
UNTOUCHED = and_(OrderLine.refunded_minor == 0, OrderLine.qty_open == 0, OrderLine.qty_settled == 0)

Article = Row[Any]  # sku_no, id, product_id, options, warranty_days, picture, flags, path


def write_lines(ids: Mapping[str, int], records: Sequence[OrderRecord]) -> dict[tuple[int, int], int]:
    """Write what the orders hold; gives line ids by order id and line number. Part of the caller's transaction."""
    articles = _articles({item.sku for record in records for item in record.items})
    rows = [row for record in records for row in _rows(ids[record.origin_id], record, articles)]
    bulk.upsert(OrderLine, rows, ["order_id", "line_no"], CHANGING, only_if=UNTOUCHED)
    stored = select(OrderLine.order_id, OrderLine.line_no, OrderLine.id).where(bulk.among(OrderLine.order_id, ids.values()))
    lines = {(row.order_id, row.line_no): row.id for row in db.session.execute(stored)}
    _freight(ids, records)
    _discounts(ids, records, lines)
    return lines


def shares_of(record: OrderRecord) -> list[int]:
    """What of the order's discount falls on each item, by its price (R1)."""
    return allocate(record.discount_minor, [item.unit_price_minor * item.quantity for item in record.items])


def _articles(skus: set[str]) -> dict[str, Article]:
    """Articles of our catalogue by number, with what a line freezes of them."""
    wanted = (
        select(Sku.sku_no, Sku.id, Sku.product_id, Sku.options, Sku.warranty_days, Product.picture, Product.flags, Category.path)
        .join(Product, Product.id == Sku.product_id)
        .join(Category, Category.id == Product.category_id)
        .where(bulk.among(Sku.sku_no, skus))
    )
    return {row.sku_no: row for row in db.session.execute(wanted)}


def _rows(order_id: int, record: OrderRecord, articles: Mapping[str, Article]) -> list[dict[str, object]]:
    shares = shares_of(record) if record.discount_minor else [0] * len(record.items)
    return [_row(order_id, record, item, share, articles.get(item.sku)) for item, share in zip(record.items, shares, strict=True)]


def _row(order_id: int, record: OrderRecord, item: ItemRecord, share: int, article: Article | None) -> dict[str, object]:
    total = item.unit_price_minor * item.quantity
    sent, arrived = record.status in SENT, record.status in ARRIVED
    return {
        "order_id": order_id,
        "line_no": item.line_no,
        "sku_id": article.id if article else None,
        "product_id": article.product_id if article else None,
        "sku_no": item.sku,
        "name": item.name,
        "options": article.options if article else {},
        "picture": article.picture if article else "",
        "category_path": article.path if article else "",
        "flags": article.flags if article else [],
        "warranty_days": article.warranty_days if article else 0,
        "quantity": item.quantity,
        "unit_price_minor": item.unit_price_minor,
        "list_total_minor": total,
        "discount_total_minor": share,
        "payable_minor": total - share,
        "qty_cancelled": item.quantity if record.status is OrderState.CLOSED else 0,
        "qty_shipped": item.quantity if sent else 0,
        "qty_delivered": item.quantity if arrived else 0,
        "delivered_at": (record.delivered_at or record.shipped_at or record.placed_at) if arrived else None,
    }


def _freight(ids: Mapping[str, int], records: Sequence[OrderRecord]) -> None:
    """One freight row an order; it stays as it was taken first."""
    having = set(db.session.scalars(select(OrderShipping.order_id).where(bulk.among(OrderShipping.order_id, ids.values()))))
    rows = [
        {"order_id": ids[record.origin_id], "carrier": record.carrier, "payable_minor": record.shipping_minor}
        for record in records
        if record.shipping_minor and ids[record.origin_id] not in having
    ]
    bulk.append(OrderShipping, rows)


def _discounts(ids: Mapping[str, int], records: Sequence[OrderRecord], lines: Mapping[tuple[int, int], int]) -> None:
    having = set(db.session.scalars(select(OrderDiscount.order_id).where(bulk.among(OrderDiscount.order_id, ids.values()))))
    for record in records:
        order_id = ids[record.origin_id]
        if record.discount_minor and order_id not in having:
            shares = [
                LineDiscount(order_line_id=lines[order_id, item.line_no], amount_minor=share)
                for item, share in zip(record.items, shares_of(record), strict=True)
                if share
            ]
            db.session.add(OrderDiscount(order_id=order_id, name=DISCOUNT, amount_minor=record.discount_minor, shares=shares))
