"""Posting reviews and answering them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db, lock
from kit.errors import Conflict, NotFound, RuleViolation
from kit.events import publish
from storefront.cart.queries import option_text
from storefront.catalogue.models import Product
from storefront.events import ReviewPosted
from storefront.orders.models import Order, OrderLine
from storefront.reviews.models import Review, ReviewVote
from storefront.reviews.vocabulary import ReviewStatus


@command
def post(
    order_line_id: int, stars: int, body: str, *, title: str = "", author_id: int, author_name: str, language: str = "",
    now: datetime,
) -> Review:  # fmt: skip
    """A buyer's review of a delivered article, one per order line; the product's rating follows.

    Raises NotFound for somebody else's line, RuleViolation: bad_stars, not_delivered; Conflict("already_reviewed")."""
    mine = select(OrderLine).join(Order).where(OrderLine.id == order_line_id, Order.customer_id == author_id)
    line = db.session.scalar(mine)
    if line is None:
        raise NotFound("order line", order_line_id)
    if not 1 <= stars <= 5:
        raise RuleViolation("bad_stars", "Choose one to five stars.", field="stars")
    if not line.qty_delivered:
        raise RuleViolation("not_delivered", "You can review an article once it has arrived.")
    if db.session.scalar(select(Review.id).where(Review.order_line_id == order_line_id)) is not None:
        raise Conflict("already_reviewed", "You have already reviewed this article.")
    review = Review(
        product_id=line.product_id, order_id=line.order_id, order_line_id=line.id, author_id=author_id, author_name=author_name,
        options=option_text(line.options), stars=stars, title=title, body=body, language=language, at=now,
    )  # fmt: skip
    db.session.add(review)
    _count(line.product_id, stars)
    db.session.flush()
    publish(
        ReviewPosted(
            review_id=review.id, stars=stars, product_id=line.product_id, order_id=line.order_id, customer_id=author_id,
            actor_id=author_id, at=now,
        )
    )  # fmt: skip
    return review


@command
def answer(review_id: int, text: str, *, actor_id: int, now: datetime) -> None:
    """The shop's public answer; a new one replaces the old. Raises NotFound."""
    review = lock(Review, review_id)
    review.answer, review.answered_by, review.answered_at = text, actor_id, now


@command
def hide(review_id: int) -> None:
    """Take a review off the page; the rating follows. Safe to repeat. Raises NotFound."""
    review = lock(Review, review_id)
    if review.status is ReviewStatus.PUBLISHED:
        review.status = ReviewStatus.HIDDEN
        _count(review.product_id, -review.stars)


@command
def publish_again(review_id: int) -> bool:
    """Put a hidden review back on the page; the rating follows. False when it was there. Raises NotFound."""
    review = lock(Review, review_id)
    if review.status is ReviewStatus.PUBLISHED:
        return False
    review.status = ReviewStatus.PUBLISHED
    _count(review.product_id, review.stars)
    return True


@command
def find_helpful(review_id: int, user_id: int, *, now: datetime) -> bool:
    """Somebody found a published review helpful. False when they said so before.

    Raises NotFound, RuleViolation("own_review")."""
    review = lock(Review, review_id)
    if review.status is not ReviewStatus.PUBLISHED:
        raise NotFound("review", review_id)
    if review.author_id == user_id:
        raise RuleViolation("own_review", "This is your own review.")
    vote = insert(ReviewVote).values(review_id=review_id, user_id=user_id, at=now).on_conflict_do_nothing()
    if db.session.execute(vote.returning(ReviewVote.user_id)).first() is None:
        return False
    review.helpful_count += 1
    return True


def _count(product_id: int | None, stars: int) -> None:
    """Add stars to a product's rating, or take them away when negative."""
    counted = {"rating_sum": Product.rating_sum + stars, "rating_count": Product.rating_count + (1 if stars > 0 else -1)}
    db.session.execute(update(Product).where(Product.id == product_id).values(**counted))
