"""Articles for their authors at /desk/settings/articles, and for agents who put one into a reply."""

from functools import partial

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from helpdesk.knowledge import queries
from helpdesk.knowledge.commands import writing
from helpdesk.knowledge.forms import TOPICS, ArticleForm
from helpdesk.knowledge.models import Article
from helpdesk.knowledge.rules import markup
from kit import clock
from kit.accounts.guards import actor, agents_only, leads_only
from kit.errors import RuleViolation
from kit.web.answers import answer, page, see_other
from kit.web.words import gettext as _

bp = Blueprint("articles", __name__)


@bp.get("/desk/settings/articles")
@leads_only
def index() -> Response:
    return page("knowledge/articles.html", articles=queries.everything(), gaps=queries.gaps())


@bp.get("/desk/settings/articles/new")
@leads_only
def new() -> Response:
    return _form(None, ArticleForm(formdata=None))


@bp.post("/desk/settings/articles")
@leads_only
def create() -> Response:
    form = ArticleForm()
    if not form.validate_on_submit():
        return _form(None, form, status=422)
    try:
        article = writing.write(form.draft(), actor=actor(), now=clock.now())
    except RuleViolation as refused:
        form.slug.errors = [_(refused.message)]
        return _form(None, form, status=422)
    return see_other(".show", article_id=article.id)


@bp.get("/desk/settings/articles/<int:article_id>")
@leads_only
def show(article_id: int) -> Response:
    article = queries.article(article_id)
    return _form(article, ArticleForm.of(article))


@bp.post("/desk/settings/articles/<int:article_id>")
@leads_only
def update(article_id: int) -> Response:
    article, form = queries.article(article_id), ArticleForm()
    if not form.validate_on_submit():
        return _form(article, form, status=422)
    try:
        writing.edit(article_id, form.draft(), seen_version=form.seen_version, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        form.slug.errors = [_(refused.message)]
        return _form(article, form, status=422)
    return see_other(".index")


@bp.post("/desk/settings/articles/<int:article_id>/<any(publish, withdraw):change>")
@leads_only
def switch(article_id: int, change: str) -> Response:
    article = writing.set_published(article_id, change == "publish", actor=actor(), now=clock.now())
    return answer("knowledge/_row.html", article=article, otherwise=partial(see_other, ".index"))


@bp.get("/desk/articles")
@agents_only
def insertable() -> Response:
    """Articles as text for the composer: the part lists those found for `q`, each with its text in `language` (en or zh)."""
    asked = request.args.get("q", "").strip()[:200]
    language = "zh" if request.args.get("language", "").startswith("zh") else "en"
    found = queries.search(asked, limit=8) if asked else queries.most_used(queries.published(), 8)
    base_url = current_app.config["BASE_URL"]
    texts = [(article, markup.as_text(article.body.get(language, ""), base_url)) for article in found]
    return page("knowledge/_insertable.html", texts=texts, language=language, asked=asked)


def _form(article: Article | None, form: ArticleForm, status: int = 200) -> Response:
    return page("knowledge/edit.html", article=article, form=form, topics=TOPICS, status=status)
