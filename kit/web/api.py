"""What all routes of the REST API share: one description, bearer tokens with scopes, entity tags, problems for bad input."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import marshmallow as ma
from flask import Flask, abort, g, jsonify, make_response, request
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts import queries
from kit.accounts.vocabulary import Role
from kit.web.guard import csrf

V = TypeVar("V", bound=Callable[..., Any])
PREFIX = "/api/v1"
EVERYTHING = "*"


class Description(Api):  # type: ignore[misc]
    """The collected OpenAPI description; errors are answered by `kit.web.errors`, as everywhere."""

    def _register_error_handlers(self) -> None:
        return


class Schema(ma.Schema):
    """A document of the API. Unknown fields are refused (HARDENING A6)."""

    class Meta:
        unknown = ma.RAISE


class Routes(SmorestBlueprint):  # type: ignore[misc]
    """Routes of one feature with their descriptions; the same as flask-smorest's blueprint, which says nothing about its types."""

    def route(self, rule: str, **options: Any) -> Callable[[V], V]:
        return super().route(rule, **options)  # type: ignore[no-any-return]

    def arguments(self, schema: type[ma.Schema], *, location: str = "json") -> Callable[[V], V]:
        return super().arguments(schema, location=location)  # type: ignore[no-any-return]

    def response(self, status: int, schema: type[ma.Schema]) -> Callable[[V], V]:
        return super().response(status, schema)  # type: ignore[no-any-return]

    def answers(self, status: int, schema: type[ma.Schema]) -> Callable[[V], V]:
        """Describe what the view makes itself."""
        return super().alt_response(status, schema=schema)  # type: ignore[no-any-return]


def blueprint(name: str, description: str) -> Routes:
    """A blueprint for routes below /api/v1."""
    bp = Routes(name, name, url_prefix=PREFIX, description=description)
    bp.errorhandler(422)(_invalid)
    bp.after_request(_as_json)
    return bp


def register(app: Flask, bp: Routes) -> None:
    """Add the routes to the application and to the description at /api/v1/openapi.json."""
    if "api" not in app.extensions:
        app.config.setdefault("OPENAPI_URL_PREFIX", PREFIX)
        app.config.setdefault("OPENAPI_JSON_PATH", "openapi.json")
        scheme = {"components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}}, "security": [{"bearer": []}]}
        app.extensions["api"] = Description(app, spec_kwargs=scheme)
    csrf.exempt(bp)
    app.extensions["api"].register_blueprint(bp)


def bearer(scope: str, *, roles: frozenset[Role] = frozenset(Role)) -> Callable[[V], V]:
    """Let in the owner of a live token that has the scope, if of these roles; cookies count for nothing. Else 401 or 403."""

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            kind, _sep, token = request.headers.get("Authorization", "").partition(" ")
            found = queries.bearer(token.strip(), clock.now()) if kind.lower() == "bearer" and token else None
            if found is None:
                problem = {"type": "about:blank#unauthorized", "title": "Unauthorized", "status": 401, "code": "unauthorized"}
                response = make_response(jsonify(problem), 401, {"WWW-Authenticate": "Bearer"})
                response.mimetype = "application/problem+json"
                return response
            row, user = found
            if user.role not in roles or (scope not in row.scopes and EVERYTHING not in row.scopes):
                abort(403)
            g._login_user = user
            return view(*args, **kwargs)

        return guarded  # type: ignore[return-value]

    return guard


def check_match(version: int) -> None:
    """412 when the caller's If-Match names another version than the present one."""
    if request.if_match and not request.if_match.contains(str(version)):
        abort(412)


def _invalid(error: HTTPException) -> Response:
    """What was wrong with each field."""
    data: dict[str, Any] = getattr(error, "data", None) or {}
    places: dict[str, Any] = data.get("messages", {})
    errors = {name: texts for fields in places.values() if isinstance(fields, dict) for name, texts in fields.items()}
    body = {"type": "about:blank#invalid", "title": "Unprocessable Content", "status": 422, "code": "invalid", "errors": errors}
    response = make_response(jsonify(body), 422)
    response.mimetype = "application/problem+json"
    return response


def _as_json(response: Response) -> Response:
    """An answer given again for the same Idempotency-Key is JSON like the first one."""
    if response.mimetype == "text/html":
        response.mimetype = "application/json"
    return response
