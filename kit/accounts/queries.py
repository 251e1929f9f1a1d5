"""Finding people."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, bindparam, select

from kit.accounts.models import ApiToken, User, UserSession
from kit.accounts.rules import normal_email
from kit.accounts.sessions import digest
from kit.accounts.vocabulary import AGENTS
from kit.db import db

_IS_LIVE = (
    UserSession.token_hash == bindparam("token"), User.active,
    UserSession.last_seen_at > bindparam("seen_after"), UserSession.created_at > bindparam("made_after"),
)  # fmt: skip
_OF_SESSION = select(UserSession, User).join(User, User.id == UserSession.user_id).where(*_IS_LIVE)
_HOLDER = UserSession.last_seen_at, UserSession.created_at, User.id, User.role, User.locale, User.fs_uniquifier


def user_by_email(email: str) -> User | None:
    """The person with this address in any spelling, or None."""
    normal = normal_email(email)
    return db.session.scalar(select(User).where(User.email == normal)) if normal else None


def user(user_id: int) -> User | None:
    return db.session.get(User, user_id)


def agents() -> list[User]:
    """Everybody active who may answer customers, by name."""
    return list(db.session.scalars(select(User).where(User.role.in_(AGENTS), User.active).order_by(User.name, User.id)))


def session_and_user(token: str, now: datetime, *, idle: timedelta, absolute: timedelta) -> tuple[UserSession, User] | None:
    """The live session with this token and its active user, or None."""
    row = db.session.execute(_OF_SESSION, _session(token, now, idle, absolute)).first()
    return (row[0], row[1]) if row else None


def holder_beside(mark: ScalarSelect[Any]) -> Select[Any]:
    """The statement for `holder`: who holds a live session, in few columns, and as `mark` the one value asked for beside it."""
    return select(*_HOLDER, mark.label("mark")).join(User, User.id == UserSession.user_id).where(*_IS_LIVE)


def holder(statement: Select[Any], token: str, now: datetime, *, idle: timedelta, absolute: timedelta) -> Row[Any] | None:
    """What the statement finds for this token, outside of the request's transaction."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(statement, _session(token, now, idle, absolute)).first()


def _session(token: str, now: datetime, idle: timedelta, absolute: timedelta) -> dict[str, Any]:
    return {"token": digest(token), "seen_after": now - idle, "made_after": now - absolute}


def bearer(token: str, now: datetime) -> tuple[ApiToken, User] | None:
    """The unrevoked, unexpired API token and its active user, or None."""
    row = db.session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.token_hash == digest(token), User.active, ApiToken.revoked_at.is_(None))
        .where((ApiToken.expires_at.is_(None)) | (ApiToken.expires_at > now))
    ).first()
    return (row[0], row[1]) if row else None
