"""Who the load comes from: a crew, and customers by the thousand, signed in by real session rows."""

from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass

from flask import Flask, current_app, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert, select

from kit import clock
from kit.accounts import commands
from kit.accounts.models import User
from kit.accounts.sessions import new_token
from kit.accounts.vocabulary import Role
from kit.db import command, db

NAMES = ("Hannah Brooks", "周敏", "Oliver Grant", "林晓彤", "Priya Nair")


@dataclass(frozen=True)
class SignedIn:
    """A person's browser: the value of its session cookie, and the token its forms carry."""

    user: User
    cookie: str
    csrf: str


def hire(role: Role) -> User:
    """The one member of the crew with this role."""
    return commands.create_user(f"{role}@bench.example", f"The {role}", role, None, now=clock.now())


@command
def invite(count: int) -> None:
    """So many customers with confirmed addresses, written at once."""
    now = clock.now()
    rows = [
        {"email": f"customer-{place}@bench.example", "name": NAMES[place % len(NAMES)], "role": Role.CUSTOMER, "locale": "en",
         "active": True, "fs_uniquifier": new_token(), "confirmed_at": now, "created_at": now, "is_demo": False}
        for place in range(count)
    ]  # fmt: skip
    db.session.execute(insert(User), rows)


def customers(count: int) -> Sequence[User]:
    """The first so many customers."""
    return db.session.scalars(select(User).where(User.role == Role.CUSTOMER).order_by(User.id).limit(count)).all()


def sign_in(user: User) -> SignedIn:
    """A new session of the person, as the sign-in page would begin it."""
    token = commands.begin_session(user, address="127.0.0.1", agent="benchmark", now=clock.now())
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return SignedIn(user, *Context().run(_browser, app, {"_user_id": user.fs_uniquifier, "_fresh": True, "token": token}))


def _browser(app: Flask, content: dict[str, object]) -> tuple[str, str]:
    """The signed cookie of a session with this content, and its forms' token."""
    with app.test_request_context():
        session.update(content)
        csrf = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return str(signer.dumps(dict(session))), csrf
