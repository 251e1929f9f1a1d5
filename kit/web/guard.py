"""Security headers, cross-site checks and input hygiene for every request (HARDENING C, F9)."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest

from kit.web.documents import is_storable

csrf = CSRFProtect()

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Frame-Options": "DENY",
}
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.before_request_funcs.setdefault(None, []).insert(0, _name_request)  # whatever fails after it has its reference
    app.before_request(_refuse_hostile_text)
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def is_machine_route() -> bool:
    """Routes for programs: the REST API and webhooks carry their own proof instead of a cookie."""
    return request.path.startswith(("/api/", "/webhooks/"))


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)


def _refuse_hostile_text() -> None:
    """NUL bytes and lone surrogates reach no column: PostgreSQL refuses them. Duplicate query keys are refused too (A20)."""
    if is_machine_route():
        return
    for name, values in request.args.lists():
        if _is_hostile(name) or any(map(_is_hostile, values)):
            abort(400)
    if _is_hostile(request.path):
        abort(404)
    if request.method in _CHANGING:
        for name, values in request.form.lists():
            if _is_hostile(name) or any(map(_is_hostile, values)):
                raise BadRequest("The text holds characters that cannot be stored.")


def _is_hostile(text: str) -> bool:
    return not is_storable(text)


def _refuse_other_sites() -> None:
    """A change must come from our own pages: the browser says so in Sec-Fetch-Site or Origin."""
    if request.method not in _CHANGING or is_machine_route():
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def _is_personal() -> bool:
    """Did somebody sign in? Who it is need not be looked up for that."""
    return "_user_id" in session or ("_login_user" in g and bool(current_user) and current_user.is_authenticated)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CSP)
    if current_app.config["BASE_URL"].startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.vary.update(("Cookie", "HX-Request"))
        if _is_personal():
            response.headers["Cache-Control"] = "no-store" if not response.headers.get("ETag") else "private, no-cache"
    response.headers.setdefault("X-Request-Id", g.get("request_id", ""))
    return response
