"""Reviews of a product, and what a buyer may still review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, func, select

from kit.db import db
from kit.errors import NotFound
from kit.web.paging import Cursor, Page, keyset
from storefront.catalogue.models import Product
from storefront.orders.models import Order, OrderLine
from storefront.reviews.models import Review
from storefront.reviews.vocabulary import ReviewStatus

PER_PAGE = 10


@dataclass(frozen=True)
class Distribution:
    """How many reviews gave how many stars."""

    counts: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def percent(self, stars: int) -> int:
        """Whole percent, rounded."""
        return round(100 * self.counts.get(stars, 0) / self.total) if self.total else 0


def page_of(product_id: int, cursor: str | None) -> Page[Review]:
    """One page of a product's published reviews, the newest first."""
    shown = select(Review).where(Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
    return keyset(
        shown, [Review.at, Review.id], Cursor.parse(cursor, (datetime, int)), descending=True, rows=PER_PAGE,  # type: ignore[list-item]
        key=lambda row: (row.at, row.id), fetch=lambda bounded: list(db.session.scalars(bounded)),
    )  # fmt: skip


def distribution(product_id: int) -> Distribution:
    shown = Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED
    counted = select(Review.stars, func.count()).where(*shown).group_by(Review.stars)
    return Distribution(dict(db.session.execute(counted).all()))


def lines_to_review(order_id: int) -> list[OrderLine]:
    """Delivered lines of an order that were not reviewed yet."""
    mine = select(OrderLine).outerjoin(Review, Review.order_line_id == OrderLine.id)
    open_ = OrderLine.order_id == order_id, OrderLine.qty_delivered > 0, Review.id.is_(None), OrderLine.product_id.is_not(None)
    return list(db.session.scalars(mine.where(*open_).order_by(OrderLine.line_no)))


def line_of(order_line_id: int, customer_id: int) -> tuple[OrderLine, str]:
    """The customer's own order line with its order's number. Raises NotFound."""
    mine = select(OrderLine, Order.number).join(Order, Order.id == OrderLine.order_id)
    found = db.session.execute(mine.where(OrderLine.id == order_line_id, Order.customer_id == customer_id)).first()
    if found is None:
        raise NotFound("order line", order_line_id)
    return found[0], found[1]


def slug_of(review_id: int) -> str:
    """The address of the product that a review is about. Raises NotFound."""
    found = db.session.scalar(select(Product.slug).join(Review, Review.product_id == Product.id).where(Review.id == review_id))
    if found is None:
        raise NotFound("review", review_id)
    return found


def managed(status: ReviewStatus | None, stars: int | None, words: str, cursor: str | None) -> Page[Row[Any]]:
    """Reviews with their product's name for the people who answer them, the newest first."""
    found = select(Review, Product.name.label("product")).outerjoin(Product, Product.id == Review.product_id)
    if status is not None:
        found = found.where(Review.status == status)
    if stars is not None:
        found = found.where(Review.stars == stars)
    for word in words.lower().split()[:8]:
        found = found.where(
            func.lower(Review.body).contains(word, autoescape=True) | Product.search_text.contains(word, autoescape=True)
        )
    return keyset(
        cast("Select[Any]", found), [Review.id.expression], Cursor.parse(cursor, (int,)), descending=True,
        key=lambda row: (row[0].id,), fetch=lambda bounded: list(db.session.execute(bounded)),
    )  # fmt: skip
