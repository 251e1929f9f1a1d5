"""What happened in the help centre."""

from dataclasses import dataclass
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ArticleChanged(Event):
    """An article was written, edited, published or withdrawn."""

    subject: ClassVar[str] = "article"
    article_id: int
    change: str
    slug: str
