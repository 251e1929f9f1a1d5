"""The page behind the link in the mail. Looking never records anything: mail scanners look too (HARDENING G18)."""

from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from helpdesk.surveys import commands, queries, rules
from helpdesk.surveys.forms import FACES, SurveyForm
from helpdesk.surveys.models import Survey
from kit import clock
from kit.accounts.guards import actor_or_none
from kit.accounts.throttle import allow
from kit.errors import NotAllowed, NotFound
from kit.web.answers import answer, page, see_other
from kit.web.words import gettext as _

bp = Blueprint("surveys", __name__, url_prefix="/survey")


@bp.get("/<token>")
def show(token: str) -> Response:
    """The question, with the score of the address or the saved one preselected; 410 once it has expired."""
    survey = _survey(token)
    if not _is_open(survey):
        return page("surveys/expired.html", status=410, survey=survey)
    wanted = rules.valid_score(request.args.get("score"))
    form = SurveyForm(data=_saved(survey) | ({"score": wanted} if wanted else {}))
    return _page(survey, token, form)


@bp.post("/<token>")
def save(token: str) -> Response:
    """Save the answer, or replace the saved one."""
    survey = _survey(token)
    if not _is_open(survey):
        return page("surveys/expired.html", status=410, survey=survey)
    _slow_down(survey)
    form = SurveyForm()
    if not form.validate_on_submit():
        return answer(
            "surveys/_form.html", status=422, otherwise=partial(_page, survey, token, form), **_context(survey, token, form)
        )
    words = _("I answered your survey: the problem is not solved yet.")
    commands.answer(survey.id, form.answer(), unsolved_words=words, actor=actor_or_none(), now=clock.now())
    return see_other(".show", token=token)


@bp.post("/<token>/refuse")
def refuse(token: str) -> Response:
    """Never ask again."""
    survey = _survey(token)
    commands.refuse(survey.id, actor=actor_or_none(), now=clock.now())
    flash(_("We will not ask you again."))
    return see_other(".show", token=token)


def _survey(token: str) -> Survey:
    """The survey of a genuine token, for anybody but staff."""
    survey_id = rules.survey_of(token, current_app.config["SECRET_KEY"])
    if survey_id is None:
        raise NotFound("survey")
    viewer = actor_or_none()
    if viewer is not None and viewer.is_staff:
        raise NotAllowed("answer", survey_id, "Only the customer can answer this.")
    return queries.survey(survey_id)


def _is_open(survey: Survey) -> bool:
    return rules.is_open(survey.status, survey.expires_at, clock.now())


def _slow_down(survey: Survey) -> None:
    scale = current_app.config.get("THROTTLE_SCALE", 1)
    if not allow(f"survey:{survey.id}", capacity=20 * scale, seconds=600, now=clock.now()):
        raise TooManyRequests


def _saved(survey: Survey) -> dict[str, Any]:
    names = ("score", "praise", "solved", "comment", "may_call")
    return {name: getattr(survey, name) for name in names}


def _page(survey: Survey, token: str, form: SurveyForm) -> Response:
    return page("surveys/show.html", **_context(survey, token, form))


def _context(survey: Survey, token: str, form: SurveyForm) -> dict[str, Any]:
    return {"survey": survey, "token": token, "form": form, "faces": FACES}
