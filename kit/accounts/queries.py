"""Finding people."""

from datetime import datetime, timedelta

from sqlalchemy import select

from kit.accounts.models import ApiToken, User, UserSession
from kit.accounts.rules import normal_email
from kit.accounts.sessions import digest
from kit.accounts.vocabulary import AGENTS
from kit.db import db


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
    row = db.session.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == digest(token), User.active)
        .where(UserSession.last_seen_at > now - idle, UserSession.created_at > now - absolute)
    ).first()
    return (row[0], row[1]) if row else None


def bearer(token: str, now: datetime) -> tuple[ApiToken, User] | None:
    """The unrevoked, unexpired API token and its active user, or None."""
    row = db.session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.token_hash == digest(token), User.active, ApiToken.revoked_at.is_(None))
        .where((ApiToken.expires_at.is_(None)) | (ApiToken.expires_at > now))
    ).first()
    return (row[0], row[1]) if row else None
