"""What buyers say, and what the shop answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model
from storefront.reviews.vocabulary import ReviewStatus


class Review(Model):
    """One to five stars and words. With an order line it is a verified purchase, one per line; imported ones may know only
    the order. `language` marks the text for screen readers ("en", "zh")."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        Index("uq_review_line", "order_line_id", unique=True, postgresql_where="order_line_id IS NOT NULL"),
        Index("uq_review_origin", "origin", "origin_id", unique=True, postgresql_where="origin IS NOT NULL"),
        Index("ix_review_product", "product_id", "at", "id", postgresql_where="status = 'published'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    author_name: Mapped[str] = mapped_column(default="")
    options: Mapped[dict[str, str]] = mapped_column(default=dict)  # the bought variant in both languages
    stars: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    status: Mapped[ReviewStatus] = mapped_column(default=ReviewStatus.PUBLISHED)
    helpful_count: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    at: Mapped[datetime]
    origin: Mapped[str | None]
    origin_id: Mapped[str | None]


class ReviewVote(Model):
    """Somebody found a review helpful; once per person."""

    __tablename__ = "review_vote"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
