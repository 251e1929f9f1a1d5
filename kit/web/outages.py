"""The database or Redis does not answer: a polite page without either, status 503, and when to come again (HARDENING K5, J8)."""

import logging

import redis
import sqlalchemy.exc as sa
from flask import Flask, g, request
from flask_login import AnonymousUserMixin
from werkzeug.wrappers import Response

from kit import profile
from kit.db import db
from kit.web.errors import show
from kit.web.words import gettext

COME_AGAIN_SECONDS = 10
READING = frozenset({"GET", "HEAD"})
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    for away in (sa.OperationalError, sa.InterfaceError, sa.TimeoutError, redis.RedisError):
        app.register_error_handler(away, _away)


def _away(error: Exception) -> Response:
    """Also for a deadlock or a statement that took too long: nothing was written, the same again may go through."""
    _log.error("server_away", extra={"kind": type(error).__name__, "error": _first_line(error), "path": request.path})
    db.session().invalidate()
    g._login_user = AnonymousUserMixin()  # where flask-login keeps the reader: nobody is looked up any more
    profile.hold()
    message = (
        gettext("Please try again in a minute.")
        if request.method in READING
        else gettext("Nothing was saved. Wait a minute, then send it again.")
    )
    response = show(503, "away", message)
    response.headers["Retry-After"] = str(COME_AGAIN_SECONDS)
    return response


def _first_line(error: Exception) -> str:
    """The server's own words; what SQLAlchemy adds (statement and parameters) may hold what people typed."""
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [""])[0]
