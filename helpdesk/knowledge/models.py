"""Tables: articles, the readers' votes, and searches that found nothing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, deferred, mapped_column

from helpdesk.knowledge.vocabulary import Section, State
from kit.db import Model


class Article(Model):
    """One answer in both languages ({"en", "zh"}). `document` is what the search finds."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("helpful >= 0 AND unhelpful >= 0 AND opened >= 0", name="counters"),
        Index("ix_article_document", "document", postgresql_using="gin"),
        Index("ix_article_section", "section", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    section: Mapped[Section]
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]]
    topics: Mapped[list[str]] = mapped_column(default=list)  # sub-types of classification that the article answers
    document: Mapped[str] = deferred(mapped_column(TSVECTOR))
    opened: Mapped[int] = mapped_column(default=0)
    helpful: Mapped[int] = mapped_column(default=0)
    unhelpful: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        return self.state is State.PUBLISHED

    @property
    def helpful_percent(self) -> int | None:
        """Share of readers who were helped; None before anybody voted."""
        votes = self.helpful + self.unhelpful
        return round(100 * self.helpful / votes) if votes else None


class ArticleVote(Model):
    """One reader's answer to "Did this help?"; a reader may change it, not add to it."""

    __tablename__ = "article_vote"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    voter: Mapped[str] = mapped_column(primary_key=True)
    is_helpful: Mapped[bool]
    at: Mapped[datetime]


class SearchGap(Model):
    """A search of the help centre that found nothing: an article may be missing."""

    __tablename__ = "search_gap"
    __table_args__ = (Index("ix_search_gap_times", "times", "query"),)

    query: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime]
