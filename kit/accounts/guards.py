"""Who may enter a route at all. What exists for somebody is the query's business, what they may do the command's."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Response, abort, make_response, redirect, render_template, request
from flask_login import current_user

from kit.accounts.models import User
from kit.accounts.rules import safe_next
from kit.accounts.vocabulary import ADMINS, AGENTS, LEADS, MANAGERS, STAFF, Role

F = TypeVar("F", bound=Callable[..., Any])


def actor() -> User:
    """The signed-in person. Only behind a guard; raises LookupError elsewhere."""
    if not current_user.is_authenticated:
        raise LookupError("this route has no guard, so nobody is signed in")
    return current_user._get_current_object()  # type: ignore[no-any-return]


def actor_or_none() -> User | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def only(*roles: Role) -> Callable[[F], F]:
    """Let in people with one of the roles; no roles means anybody signed in. Others see the sign-in page or a refusal."""

    def guard(view: F) -> F:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            if roles and current_user.role not in roles:
                abort(403)
            return view(*args, **kwargs)

        guarded.ask_to_sign_in = ask_to_sign_in  # type: ignore[attr-defined]  # for a form whose session is gone altogether
        return guarded  # type: ignore[return-value]

    return guard


signed_in = only()
agents_only = only(*AGENTS)
staff_only = only(*STAFF)
leads_only = only(*LEADS)
managers_only = only(*MANAGERS)
admins_only = only(*ADMINS)


def ask_to_sign_in() -> Response:
    """A page request goes to the sign-in page and comes back; a sent form gets its words back; htmx and programs get 401."""
    if request.headers.get("HX-Request") or request.path.startswith("/api/"):
        response = make_response("", 401)
        response.headers["HX-Trigger"] = "signed-out"
        return response
    target = request.full_path if request.query_string else request.path
    if request.method not in {"GET", "HEAD"}:
        return make_response(render_template("errors/signed_out.html", sent=_sent(), back=_page_of_the_form()), 401)
    return redirect(f"/login?next={quote(target)}")  # type: ignore[return-value]


def _sent() -> list[tuple[str, str]]:
    """What was typed and chosen, but for the token of the session that is gone."""
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _page_of_the_form() -> str:
    parts = urlsplit(request.referrer or "")
    return safe_next(parts.path) if parts.netloc == request.host else "/"
