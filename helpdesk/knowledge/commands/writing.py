"""Articles: install the shipped ones, write, edit, publish, withdraw."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Cast, Text, cast, literal, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from helpdesk.knowledge.articles import shipped_articles
from helpdesk.knowledge.events import ArticleChanged
from helpdesk.knowledge.models import Article
from helpdesk.knowledge.rules import finding, naming
from helpdesk.knowledge.vocabulary import Section, State
from kit.accounts.models import User
from kit.db import command, db, lock
from kit.errors import Conflict, RuleViolation
from kit.events import publish


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an author wrote: texts in both languages, the place, and the sub-types it answers."""

    slug: str
    section: Section
    position: int
    title: dict[str, str]
    summary: dict[str, str]
    body: dict[str, str]
    topics: tuple[str, ...] = ()


@command
def install_shipped(now: datetime) -> None:
    """Publish the shipped articles that were never there; those a shop edited or withdrew stay as they are."""
    present = set(db.session.scalars(select(Article.slug)))
    for position, shipped in enumerate(shipped_articles()):
        if shipped.place.slug in present:
            continue
        draft = Draft(
            slug=shipped.place.slug,
            section=shipped.place.section,
            position=position * 10,
            title=shipped.title,
            summary=shipped.summary,
            body=shipped.body,
            topics=shipped.place.topics,
        )
        article = Article(state=State.PUBLISHED)
        _fill(article, draft, now)
        db.session.add(article)
    db.session.flush()


@command
def write(draft: Draft, *, actor: User, now: datetime) -> Article:
    """A new article, not yet published. Raises RuleViolation for an address that is bad or taken."""
    _check_address(draft.slug, None)
    article = Article(state=State.DRAFT, changed_by_id=actor.id)
    _fill(article, draft, now)
    db.session.add(article)
    db.session.flush()
    _tell(article, "written", actor, now)
    return article


@command
def edit(article_id: int, draft: Draft, *, seen_version: int, actor: User, now: datetime) -> Article:
    """Change an article. Raises RuleViolation for its address and Conflict when somebody else changed it meanwhile."""
    article = lock(Article, article_id)
    if article.version != seen_version:
        raise Conflict("stale", "Somebody changed this meanwhile. Look at the new state and try again.")
    _check_address(draft.slug, article.id)
    _fill(article, draft, now)
    article.changed_by_id = actor.id
    _tell(article, "edited", actor, now)
    return article


@command
def set_published(article_id: int, published: bool, *, actor: User, now: datetime) -> Article:
    """Show an article to customers or withdraw it; twice is harmless."""
    article = lock(Article, article_id)
    wanted = State.PUBLISHED if published else State.DRAFT
    if article.state is not wanted:
        article.state, article.changed_at, article.changed_by_id = wanted, now, actor.id
        _tell(article, "published" if published else "withdrawn", actor, now)
    return article


def _check_address(slug: str, own_id: int | None) -> None:
    if not naming.is_good_slug(slug):
        raise RuleViolation("bad_address", "An address has small letters, digits and hyphens only.", field="slug")
    other = db.session.scalar(select(Article.id).where(Article.slug == slug))
    if other is not None and other != own_id:
        raise RuleViolation("address_taken", "Another article already has this address.", field="slug")


def _fill(article: Article, draft: Draft, now: datetime) -> None:
    article.slug, article.section, article.position = draft.slug, draft.section, draft.position
    article.title, article.summary, article.body = draft.title, draft.summary, draft.body
    article.topics, article.changed_at = list(draft.topics), now
    article.document = _vector(finding.document(draft.title, draft.summary, draft.body))


def _vector(text: str) -> Cast[str]:
    return cast(literal(text, Text), TSVECTOR)


def _tell(article: Article, change: str, actor: User, now: datetime) -> None:
    publish(ArticleChanged(article_id=article.id, change=change, slug=article.slug, at=now, actor_id=actor.id))
