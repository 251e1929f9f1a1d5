"""Reviews of a source. They are shown, but nobody is alarmed by them: what they complain of is long past."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select, update

from helpdesk.imports.commands import bulk
from helpdesk.imports.commands.bulk import Written
from helpdesk.imports.records import Entry, ReviewRecord
from helpdesk.imports.vocabulary import Kind
from kit.db import command, db
from storefront.catalogue.models import Product
from storefront.orders.models import Order, OrderLine
from storefront.reviews.models import Review

Known = Row[Any]  # origin_id, id, customer_id, product_id


@command
def write_reviews(batch: list[Entry[ReviewRecord]], *, origin: str, now: datetime) -> Written:
    """Take a batch of reviews over and count their stars for the products they name, or their orders hold alone."""
    taken = bulk.changed(Kind.REVIEWS, origin, batch)
    records = [entry.record for entry in taken]
    orders = _orders(origin, {record.order_id for record in records if record.order_id})
    products = _products(origin, {record.product_id for record in records if record.product_id})
    rows = [
        _row(record, orders.get(record.order_id or ""), products.get(record.product_id or ""), origin, now) for record in records
    ]
    bulk.upsert(
        Review,
        rows,
        ["origin", "origin_id"],
        ["stars", "title", "body", "at", "order_id", "product_id", "author_id"],
        where=Review.origin.isnot(None),
    )
    _count_stars({int(str(row["product_id"])) for row in rows if row["product_id"]})
    bulk.remember(Kind.REVIEWS, origin, taken, now)
    return Written(accepted=len(taken), unchanged=len(batch) - len(taken))


def _row(record: ReviewRecord, order: Known | None, product_id: int | None, origin: str, now: datetime) -> dict[str, object]:
    return {
        "product_id": product_id or (order.product_id if order else None),
        "order_id": order.id if order else None,
        "author_id": order.customer_id if order else None,
        "author_name": record.author,
        "stars": record.rating,
        "title": record.title,
        "body": record.body,
        "at": record.posted_at or now,
        "origin": origin,
        "origin_id": record.origin_id,
    }


def _orders(origin: str, origin_ids: set[str]) -> dict[str, Known]:
    """Orders with their customer and, where all lines are of one product, that product."""
    only_product = case((func.count(OrderLine.product_id.distinct()) == 1, func.min(OrderLine.product_id)))
    wanted = (
        select(Order.origin_id, Order.id, Order.customer_id, only_product.label("product_id"))
        .outerjoin(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.origin == origin, bulk.among(Order.origin_id, origin_ids))
        .group_by(Order.id)
    )
    return {str(row.origin_id): row for row in db.session.execute(wanted)}


def _products(origin: str, origin_ids: set[str]) -> dict[str, int]:
    wanted = select(Product.origin_id, Product.id).where(Product.origin == origin, bulk.among(Product.origin_id, origin_ids))
    return {str(row.origin_id): row.id for row in db.session.execute(wanted)}


def _count_stars(product_ids: set[int]) -> None:
    """Sum the stars of these products anew."""
    mine = Review.product_id == Product.id
    total = select(func.coalesce(func.sum(Review.stars), 0)).where(mine).correlate(Product).scalar_subquery()
    number = select(func.count()).select_from(Review).where(mine).correlate(Product).scalar_subquery()
    db.session.execute(update(Product).where(bulk.among(Product.id, product_ids)).values(rating_sum=total, rating_count=number))
