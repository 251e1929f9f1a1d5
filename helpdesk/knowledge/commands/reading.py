"""What readers do: open an article, say whether it helped, search in vain."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from helpdesk.knowledge.models import Article, ArticleVote, SearchGap
from kit.db import command, db

LONGEST_QUERY = 100


@command
def count_opening(article_id: int) -> None:
    """One more reader; the author's version stays."""
    _set(article_id, opened=Article.opened + 1)


@command
def vote(article_id: int, voter: str, is_helpful: bool, *, now: datetime) -> None:
    """Record or change one reader's vote and bring the article's counters up to date."""
    row = insert(ArticleVote).values(article_id=article_id, voter=voter, is_helpful=is_helpful, at=now)
    db.session.execute(
        row.on_conflict_do_update(index_elements=["article_id", "voter"], set_={"is_helpful": is_helpful, "at": now})
    )
    yes, no = _counts(article_id)
    _set(article_id, helpful=yes, unhelpful=no)


@command
def remember_gap(query: str, *, now: datetime) -> None:
    """Note a search that found nothing, folded and without needless spaces."""
    folded = " ".join(query.casefold().split())[:LONGEST_QUERY]
    row = insert(SearchGap).values(query=folded, times=1, last_at=now)
    db.session.execute(row.on_conflict_do_update(index_elements=["query"], set_={"times": SearchGap.times + 1, "last_at": now}))


def _set(article_id: int, **values: object) -> None:
    """Counters change beside the row's version, so that a reader never makes an author's edit stale."""
    changed = update(Article).where(Article.id == article_id).values(**values)
    db.session.execute(changed, execution_options={"synchronize_session": False})


def _counts(article_id: int) -> tuple[int, int]:
    yes = func.count().filter(ArticleVote.is_helpful)
    no = func.count().filter(~ArticleVote.is_helpful)
    row = db.session.execute(select(yes, no).where(ArticleVote.article_id == article_id)).one()
    return int(row[0]), int(row[1])
