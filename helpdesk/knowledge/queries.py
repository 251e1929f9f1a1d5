"""Articles for readers, authors and suggestions."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from helpdesk.knowledge.models import Article, SearchGap
from helpdesk.knowledge.rules import finding
from helpdesk.knowledge.vocabulary import Section, State
from kit.db import db
from kit.errors import NotFound

MOST_FOUND = 20
TOPIC_BONUS = 0.6  # an article written for what the text is classified as, against ts_rank, whose full score is about 1


def published() -> list[Article]:
    """Every published article, in the order of the help centre."""
    statement = select(Article).where(Article.state == State.PUBLISHED).order_by(Article.position, Article.id)
    return list(db.session.scalars(statement))


def by_section(articles: Sequence[Article]) -> dict[Section, list[Article]]:
    """The articles under their sections, empty sections left out."""
    grouped = {section: [article for article in articles if article.section is section] for section in Section}
    return {section: found for section, found in grouped.items() if found}


def most_used(articles: Sequence[Article], limit: int = 5) -> list[Article]:
    """Those opened most often."""
    return sorted(articles, key=lambda article: (-article.opened, article.position))[:limit]


def published_article(slug: str) -> Article:
    """One article as a reader sees it. Raises NotFound for drafts too."""
    found = db.session.scalars(select(Article).where(Article.slug == slug, Article.state == State.PUBLISHED)).one_or_none()
    if found is None:
        raise NotFound("article", slug)
    return found


def search(text: str, *, topics: Sequence[str] = (), limit: int = MOST_FOUND) -> list[Article]:
    """Published articles that share telling words with the text or answer one of the topics, best first."""
    wanted = finding.question(text)
    if not wanted and not topics:
        return []
    return list(db.session.scalars(_ranked(wanted, topics).limit(limit)))


def neighbours(article: Article, limit: int = 4) -> list[Article]:
    """Other published articles of the same section."""
    statement = select(Article).where(
        Article.section == article.section, Article.state == State.PUBLISHED, Article.id != article.id
    )
    return list(db.session.scalars(statement.order_by(Article.position, Article.id).limit(limit)))


def everything() -> list[Article]:
    """All articles for their authors, drafts included."""
    return list(db.session.scalars(select(Article).order_by(Article.position, Article.id)))


def article(article_id: int) -> Article:
    """One article for its author. Raises NotFound."""
    found = db.session.get(Article, article_id)
    if found is None:
        raise NotFound("article", article_id)
    return found


def gaps(limit: int = 10) -> list[SearchGap]:
    """What readers looked for most often in vain."""
    return list(db.session.scalars(select(SearchGap).order_by(SearchGap.times.desc(), SearchGap.query).limit(limit)))


def _ranked(wanted: str, topics: Sequence[str]) -> Select[Article]:
    query = cast(literal(wanted, Text), TSQUERY)
    written_for: ColumnElement[bool] = or_(*(Article.topics.contains([topic]) for topic in topics)) if topics else literal(False)
    found = Article.document.op("@@")(query) if wanted else literal(False)
    score: ColumnElement[float] = case((written_for, TOPIC_BONUS), else_=0.0)
    if wanted:
        score = score + func.ts_rank(Article.document, query)
    return select(Article).where(Article.state == State.PUBLISHED, or_(found, written_for)).order_by(score.desc(), Article.position)
