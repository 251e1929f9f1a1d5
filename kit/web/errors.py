"""Domain errors and HTTP errors become a page, a part or a JSON problem (RFC 9457), once and here."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kit.db import db
from kit.errors import DomainError
from kit.web.answers import wants_part
from kit.web.words import gettext

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DataError, _out_of_range)
    app.register_error_handler(Exception, _our_fault)


def _refused(error: DomainError) -> Response:
    return show(error.status, error.code, gettext(error.message) if error.message else "", field=error.field)


def _stale_form(_error: CSRFError) -> Response:
    """With the session its token is gone as well: who must be signed in for the route is asked to sign in again."""
    ask_to_sign_in = getattr(current_app.view_functions.get(request.endpoint or ""), "ask_to_sign_in", None)
    if ask_to_sign_in is not None and not current_user.is_authenticated:
        asked: Response = ask_to_sign_in()
        return asked
    return show(
        400,
        "stale_form",
        gettext("This page was open for too long. Go back, reload it and send again; your text is still there."),
    )


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    response = show(error.code, HTTPStatus(error.code).phrase.lower().replace(" ", "_"), "")
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _out_of_range(_error: DataError) -> Response:
    """A value that no column can hold, such as a number of thirty digits, is the sender's mistake (HARDENING F10)."""
    db.session.rollback()
    return show(400, "bad_value", "")


def _our_fault(error: Exception) -> Response:
    """The last resort: logged with the request's id, answered without any detail."""
    db.session.rollback()
    _log.exception("unhandled", extra={"request_id": g.get("request_id", ""), "path": request.path}, exc_info=error)
    return show(500, "internal_server_error", "")


def show(status: int, code: str, message: str, *, field: str | None = None) -> Response:
    if request.path.startswith("/api/"):
        return _problem(status, code, message, field)
    template = "errors/_problem.html" if wants_part() else "errors/problem.html"
    words = render_template(template, status=status, code=code, message=message, request_id=g.get("request_id", ""))
    response = make_response(words, status)
    if wants_part():
        response.headers.update({"HX-Retarget": "#problems", "HX-Reswap": "innerHTML"})  # never into what was typed
    return response


def _problem(status: int, code: str, message: str, field: str | None) -> Response:
    body = {"type": f"about:blank#{code}", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    if message:
        body["detail"] = message
    if field:
        body["errors"] = {field: [message]}
    response = jsonify(body)
    response.status_code, response.mimetype = status, "application/problem+json"
    return response
