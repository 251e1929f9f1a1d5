"""Reviews of a product, and what a buyer may still review."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kit.db import db
from kit.errors import NotFound
from kit.web.paging import Cursor, Page, keyset
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
