"""Settings page of the lexicon, for leads."""

from functools import partial

from flask import Blueprint, request
from werkzeug.wrappers import Response

from helpdesk.classification import queries
from helpdesk.classification.commands import editing
from helpdesk.classification.forms import LABELS, PhraseForm, TryForm
from helpdesk.classification.models import LexiconPhrase
from helpdesk.classification.queries import Wanted
from helpdesk.classification.rules.documents import as_document
from helpdesk.classification.vocabulary import Language, Topic
from kit import clock
from kit.accounts.guards import actor, leads_only
from kit.errors import RuleViolation
from kit.web.answers import answer, page, see_other
from kit.web.paging import Cursor
from kit.web.words import gettext as _

bp = Blueprint("lexicon", __name__)


@bp.get("/desk/settings/lexicon")
@leads_only
def index() -> Response:
    rows = queries.phrases(_wanted(), Cursor.parse(request.args.get("page"), [int]))
    return answer(
        "classification/_phrases.html", phrases=rows, wanted=_wanted(), otherwise=partial(_index, PhraseForm(formdata=None))
    )


@bp.post("/desk/settings/lexicon")
@leads_only
def create() -> Response:
    form = PhraseForm()
    if not form.validate_on_submit():
        return _index(form, status=422)
    try:
        editing.add_phrase(form.entry(), actor=actor(), now=clock.now())
    except RuleViolation as refused:
        form.phrase.errors = [_(refused.message)]
        return _index(form, status=422)
    return see_other(".index", own=1)


@bp.post("/desk/settings/lexicon/try")
@leads_only
def try_text() -> Response:
    form = TryForm()
    result = as_document(queries.classify(form.text.data)) if form.validate_on_submit() else None
    status = 200 if result else 422
    whole = partial(_index, PhraseForm(formdata=None), tried=form, result=result, status=status)
    return answer("classification/_tried.html", tried=form, result=result, status=status, otherwise=whole)


@bp.get("/desk/settings/lexicon/<int:phrase_id>")
@leads_only
def show(phrase_id: int) -> Response:
    phrase = queries.phrase(phrase_id)
    return _edit(phrase, PhraseForm.of(phrase))


@bp.post("/desk/settings/lexicon/<int:phrase_id>")
@leads_only
def update(phrase_id: int) -> Response:
    phrase, form = queries.phrase(phrase_id), PhraseForm()
    if not form.validate_on_submit():
        return _edit(phrase, form, status=422)
    try:
        editing.edit_phrase(phrase_id, form.entry(), seen_version=form.seen_version, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        form.phrase.errors = [_(refused.message)]
        return _edit(phrase, form, status=422)
    return see_other(".index", q=form.phrase.data[:100])


@bp.post("/desk/settings/lexicon/<int:phrase_id>/<any(on, off):state>")
@leads_only
def switch(phrase_id: int, state: str) -> Response:
    phrase = editing.set_enabled(phrase_id, state == "on", actor=actor(), now=clock.now())
    return answer("classification/_phrase.html", phrase=phrase, otherwise=partial(see_other, ".index"))


def _index(
    form: PhraseForm, *, tried: TryForm | None = None, result: dict[str, object] | None = None, status: int = 200
) -> Response:
    rows = queries.phrases(_wanted(), Cursor.parse(request.args.get("page"), [int]))
    return page(
        "classification/lexicon.html",
        phrases=rows,
        wanted=_wanted(),
        counts=queries.counts(),
        form=form,
        labels=LABELS,
        tried=tried or TryForm(formdata=None),
        result=result,
        status=status,
    )


def _edit(phrase: LexiconPhrase, form: PhraseForm, status: int = 200) -> Response:
    return page("classification/phrase.html", phrase=phrase, form=form, labels=LABELS, status=status)


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        words=asked.get("q", "").strip()[:100],
        language=Language(asked["language"]) if asked.get("language") in ("zh", "en") else None,
        topic=Topic(asked["topic"]) if asked.get("topic") in {topic.value for topic in Topic} else None,
        own_only=asked.get("own") == "1",
        disabled_only=asked.get("off") == "1",
    )
