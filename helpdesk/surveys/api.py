"""Surveys for programs: the token of the mail is the credential, as on the page; reading records nothing."""

from typing import Any

from flask import abort, current_app
from marshmallow import fields, validate

from helpdesk.surveys import commands, queries, rules
from helpdesk.surveys.models import Survey
from helpdesk.surveys.vocabulary import MAX_COMMENT, Praise, Solved
from kit import clock
from kit.errors import NotFound
from kit.web.api import Schema, blueprint
from kit.web.words import gettext as _

bp = blueprint("survey_api", "The customer's opinion of how a ticket was handled.")


class Given(Schema):
    """An answer; a later one replaces it until the survey expires."""

    score = fields.Integer(required=True, strict=True, validate=validate.Range(1, 5))
    comment = fields.String(load_default="", validate=validate.Length(max=MAX_COMMENT))
    praise = fields.List(fields.Enum(Praise, by_value=True), load_default=list)
    solved = fields.Enum(Solved, by_value=True, load_default=None, allow_none=True)
    may_call = fields.Boolean(load_default=False)


class Shown(Schema):
    """A survey as its customer sees it; instants in UTC, absent ones null."""

    ticket = fields.String()
    status = fields.String()
    score = fields.Integer(allow_none=True)
    comment = fields.String()
    solved = fields.String(allow_none=True)
    answered_at = fields.DateTime(allow_none=True)
    expires_at = fields.DateTime()


@bp.route("/surveys/<token>", methods=["GET"])
@bp.response(200, Shown)
def show(token: str) -> dict[str, Any]:
    """The survey behind a mailed token."""
    return _document(_survey(token))


@bp.route("/surveys/<token>", methods=["POST"])
@bp.arguments(Given)
@bp.response(200, Shown)
def save(given: dict[str, Any], token: str) -> dict[str, Any]:
    """Save the answer."""
    survey, words = _survey(token), _("I answered your survey: the problem is not solved yet.")
    answer = commands.Answer(**given | {"praise": tuple(given["praise"])})
    commands.answer(survey.id, answer, unsolved_words=words, actor=None, now=clock.now())
    return _document(queries.survey(survey.id))


def _survey(token: str) -> Survey:
    survey_id = rules.survey_of(token, current_app.config["SECRET_KEY"])
    if survey_id is None:
        raise NotFound("survey")
    survey = queries.survey(survey_id)
    if not rules.is_open(survey.status, survey.expires_at, clock.now()):
        abort(410)
    return survey


def _document(survey: Survey) -> dict[str, Any]:
    own = {name: getattr(survey, name) for name in ("status", "score", "comment", "solved", "answered_at", "expires_at")}
    return own | {"ticket": survey.ticket.number}
