"""Polls: while there is nothing new, one small statement answers them before the machinery of a page starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy import ScalarSelect, Select
from werkzeug.wrappers import Response

from kit.accounts import queries
from kit.accounts.security import holder_of_session
from kit.accounts.vocabulary import Role
from kit.web.answers import unchanged

_KEY = "quiet_polls"


@dataclass(frozen=True)
class _Poll:
    statement: Select[Any]
    roles: frozenset[Role]
    tag: Callable[[Any, int, str], str]


def answer_unchanged(
    app: Flask, endpoint: str, mark: ScalarSelect[Any], roles: frozenset[Role], tag: Callable[[Any, int, str], str]
) -> None:
    """Answer the endpoint with 304 while the browser holds its newest `tag`, made of the value of `mark`, the person's id and
    their account's language. Whoever has no live session or none of the roles goes the long way, as everybody with news does."""
    app.extensions[_KEY][endpoint] = _Poll(queries.holder_beside(mark), roles, tag)


def _unchanged() -> Response | None:
    poll: _Poll | None = current_app.extensions[_KEY].get(request.endpoint)
    if poll is None or request.method != "GET" or not request.if_none_match:
        return None
    holder = holder_of_session(poll.statement)
    if holder is None or holder.role not in poll.roles:
        return None
    return unchanged(poll.tag(holder.mark, holder.id, holder.locale))


def init_app(app: Flask) -> None:
    """Ask before everything else that looks at a request."""
    app.extensions[_KEY] = {}
    app.before_request_funcs.setdefault(None, []).insert(0, _unchanged)
