"""A form sent twice acts once: its key is claimed in the same transaction as its effect (HARDENING C16, H4)."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, make_response, request, session
from flask_login import current_user
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import HTTPException

from kit import clock
from kit.db import Model, command, db
from kit.errors import Conflict, DomainError

V = TypeVar("V", bound=Callable[..., Any])
FIELD = "idempotency_key"
_NOT_THE_BODY = {FIELD, "csrf_token"}


class SentForm(Model):
    """A claimed key of one sender, what was sent with it, and how it was answered."""

    __tablename__ = "sent_form"

    sender: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    at: Mapped[datetime]
    status: Mapped[int | None]
    location: Mapped[str | None]
    body: Mapped[str | None]


def new_key() -> str:
    """A fresh key for a form about to be shown."""
    return secrets.token_urlsafe(16)


def once(view: V) -> V:
    """For a route that takes a form: the same key with the same content gets the first answer again, with other content a Conflict.

    Without a key the form is simply handled. A refused form (4xx, raised or answered) releases its key, so it can be mended and
    sent again. After a failure of ours the key stays taken if something was stored: sending again must not store it twice."""

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        key = (request.headers.get("Idempotency-Key") or request.form.get(FIELD) or "")[:100]
        if not key:
            return view(*args, **kwargs)
        earlier = _claim(key)
        if earlier is not None:
            return _again(earlier)
        try:
            response = make_response(view(*args, **kwargs))
        except (DomainError, HTTPException):
            _release(key)
            raise
        if response.status_code >= 400:
            _release(key)
        else:
            _remember(
                key,
                response.status_code,
                response.location or response.headers.get("HX-Redirect"),
                response.get_data(as_text=True),
            )
        return response

    return run  # type: ignore[return-value]


def _claim(key: str) -> SentForm | None:
    """Insert the key into the open transaction; it commits with the command. Waits for a twin under way. None: it is ours."""
    row = insert(SentForm).values(sender=_sender(), key=key, fingerprint=_fingerprint(), at=clock.now())
    if db.session.execute(row.on_conflict_do_nothing().returning(SentForm.key)).first():
        return None
    db.session.rollback()
    return db.session.scalars(select(SentForm).where(SentForm.sender == _sender(), SentForm.key == key)).one()


def _again(earlier: SentForm) -> Any:
    if earlier.fingerprint != _fingerprint():
        raise Conflict("key_reused", "This form was already sent with other content. Reload the page before you send again.")
    if earlier.status is None:
        raise Conflict("already_sent", "This was already sent. Reload the page to see the result.")
    response = make_response(earlier.body or "", earlier.status)
    if earlier.location:
        response.headers["HX-Redirect" if earlier.status == 204 else "Location"] = earlier.location
    return response


def _release(key: str) -> None:
    """Nothing was done, so the key is free again, even where a command before the refusal has committed it."""
    db.session.rollback()
    _forget(key)


@command
def _forget(key: str) -> None:
    mine = SentForm.sender == _sender(), SentForm.key == key, SentForm.status.is_(None)
    db.session.execute(delete(SentForm).where(*mine))


@command
def _remember(key: str, status: int, location: str | None, body: str) -> None:
    kept = {"status": status, "location": location, "body": body if len(body) < 200_000 else None}
    db.session.execute(update(SentForm).where(SentForm.sender == _sender(), SentForm.key == key).values(**kept))


def _sender() -> str:
    if current_user.is_authenticated:
        return f"user:{current_user.id}"
    return f"guest:{session.setdefault('guest', secrets.token_urlsafe(12))}"


def _fingerprint() -> str:
    digest = hashlib.sha256(request.full_path.encode())
    for name, values in sorted(request.form.lists()):
        if name not in _NOT_THE_BODY:
            digest.update(repr((name, values)).encode())
    if not request.form:
        digest.update(request.get_data())
    return digest.hexdigest()


def init_app(app: Flask) -> None:
    app.jinja_env.globals["new_key"] = new_key
