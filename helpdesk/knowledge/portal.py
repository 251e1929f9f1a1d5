"""The help centre: home, search, articles, votes, and suggestions while a ticket is typed."""

import secrets
from functools import partial

from flask import Blueprint, abort, request, session
from werkzeug.wrappers import Response

from helpdesk.classification import queries as classification
from helpdesk.knowledge import queries
from helpdesk.knowledge.commands import reading
from helpdesk.knowledge.models import Article
from helpdesk.knowledge.rules import finding, markup
from kit import clock
from kit.accounts import throttle
from kit.accounts.guards import actor_or_none
from kit.web.answers import answer, page, see_other
from kit.web.filters import loc

bp = Blueprint("help", __name__, url_prefix="/help")
SUGGESTIONS = 3


@bp.get("")
def home() -> Response:
    articles = queries.published()
    return page("knowledge/home.html", sections=queries.by_section(articles), most_used=queries.most_used(articles))


@bp.get("/search")
def search() -> Response:
    asked = request.args.get("q", "").strip()[:200]
    found = queries.search(asked, topics=_topics(asked)) if asked else []
    if asked and not found and throttle.allow(f"help-gap:{request.remote_addr}", capacity=20, seconds=3600, now=clock.now()):
        reading.remember_gap(asked, now=clock.now())
    whole = partial(page, "knowledge/search.html", found=found, asked=asked)
    return answer("knowledge/_found.html", found=found, asked=asked, otherwise=whole)


@bp.route("/suggestions", methods=["GET", "POST"])
def suggestions() -> Response:
    """Up to three articles for what is being typed (`q` or `body`). Forms post it: no letter stands in an address."""
    asked = request.values.get("q", "") or request.values.get("body", "")
    return page("knowledge/_suggestions.html", found=suggested(asked))


@bp.get("/articles/<slug>")
def show(slug: str) -> Response:
    article = queries.published_article(slug)
    reading.count_opening(article.id)
    return _show(article)


@bp.post("/articles/<slug>/vote")
def vote(slug: str) -> Response:
    article = queries.published_article(slug)
    said = request.form.get("helpful")
    if said not in {"yes", "no"}:
        abort(400)
    if not throttle.allow(f"help-vote:{request.remote_addr}", capacity=30, seconds=3600, now=clock.now()):
        abort(429)
    reading.vote(article.id, _voter(), said == "yes", now=clock.now())
    return answer("knowledge/_vote.html", article=article, said=said, otherwise=partial(see_other, ".show", slug=slug, thanks=said))


def suggested(text: str) -> list[Article]:
    """The articles to suggest for a text; none before a few letters are typed."""
    if not finding.is_worth_asking(text):
        return []
    return queries.search(text[:1000], topics=_topics(text), limit=SUGGESTIONS)


def _show(article: Article) -> Response:
    said = request.args.get("thanks") if request.args.get("thanks") in {"yes", "no"} else None
    blocks = markup.blocks(loc(article.body))
    return page("knowledge/article.html", article=article, blocks=blocks, neighbours=queries.neighbours(article), said=said)


def _topics(text: str) -> list[str]:
    """The sub-type the text is about, when the classifier found one."""
    given = classification.classify(text)
    return [given.subtype] if given.subtype and given.reasons else []


def _voter() -> str:
    """A person votes once, a guest once per browser."""
    person = actor_or_none()
    if person:
        return f"user:{person.id}"
    return f"guest:{session.setdefault('guest', secrets.token_urlsafe(12))}"
