"""Answers: htmx gets the part, a plain browser the page or a 303. No template asks which."""

from collections.abc import Callable
from typing import Any

from flask import Flask, make_response, redirect, render_template, request, url_for
from flask_htmx import HTMX
from werkzeug.wrappers import Response

htmx = HTMX()


def wants_part() -> bool:
    """Did htmx ask for a part (and not for a whole page, as boosted links and history restores do)?"""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, *, status: int = 200, **context: Any) -> Response:
    """A whole page."""
    return make_response(render_template(template, **context), status)


def answer(template: str, *, otherwise: Callable[[], Response], status: int = 200, **context: Any) -> Response:
    """The part `template` for htmx; for a plain browser whatever `otherwise` makes (a page with `status`, or a 303)."""
    if wants_part():
        return make_response(render_template(template, **context), status)
    response = otherwise()
    if response.status_code == 200:
        response.status_code = status
    return response


def see_other(endpoint: str, **values: Any) -> Response:
    """After a successful change: look at this address next (303)."""
    return see_other_path(url_for(endpoint, **values))


def see_other_path(path: str) -> Response:
    """As `see_other`, by path on this site. htmx is told to load the whole page there."""
    if wants_part():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = path
        return response
    return redirect(path, 303)


def unchanged(etag: str) -> Response | None:
    """304 when the browser already holds the answer with this tag, else None. Cheap polls start with it."""
    if request.if_none_match.contains_weak(etag):
        response = make_response("", 304)
        response.set_etag(etag, weak=True)
        return response
    return None


def init_app(app: Flask) -> None:
    """Let every request know whether htmx sent it."""
    htmx.init_app(app)
