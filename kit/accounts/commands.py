"""Changing accounts: people, sessions, tokens."""

from datetime import datetime, timedelta

from flask_security.utils import hash_password
from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.postgresql import insert

from kit.accounts.events import AccountMailRequested, AddressConfirmed, PasswordChanged, SignedIn
from kit.accounts.models import ApiToken, User, UserSession
from kit.accounts.queries import user_by_email
from kit.accounts.rules import clean_name, normal_email, normal_phone
from kit.accounts.sessions import digest, new_token
from kit.accounts.vocabulary import AccountMail, Role
from kit.db import claimed, command, db
from kit.encryption import blind_index
from kit.errors import RuleViolation
from kit.events import publish

_SEEN_EVERY = timedelta(minutes=1)


@command
def person(email: str, name: str = "", *, locale: str = "en", phone: str = "", now: datetime) -> User:
    """The person with this address, made as a guest (no password) when unknown. Two at once end with one row.

    A phone number is kept where none is known; who has a password sets it in the account, for anybody may type the address.
    Raises RuleViolation("bad_email")."""
    normal = normal_email(email)
    if normal is None:
        raise RuleViolation("bad_email", "Enter an e-mail address such as name@example.com.", field="email")
    made = insert(User).values(
        email=normal, name=clean_name(name), role=Role.CUSTOMER, locale=locale, created_at=now, active=True, is_demo=False,
        fs_uniquifier=new_token(),
    )  # fmt: skip
    db.session.execute(made.on_conflict_do_nothing(index_elements=["email"]))
    found = user_by_email(normal)
    if found is None:
        raise RuntimeError("a person just stored cannot be found")
    if phone and not found.phone and not found.password:
        set_phone(found, phone)
    return found


@command
def create_user(
    email: str, name: str, role: Role, password: str | None, *, locale: str = "en", is_demo: bool = False, now: datetime
) -> User:
    """Make or update a person with a role; safe to repeat. A given password replaces the old one and ends all sessions.

    Raises RuleViolation("bad_email")."""
    user = person(email, name, locale=locale, now=now)
    user.role, user.locale, user.is_demo = role, locale, is_demo
    user.name = clean_name(name) or user.name
    user.active = True
    if password:
        user.password = hash_password(password)
        user.confirmed_at = user.confirmed_at or now
        end_sessions(user.id)
    return user


@command
def choose_language(user: User, locale: str) -> None:
    """Write to the person in this language from now on ("en" or "zh_Hans")."""
    user.locale = locale


def set_phone(user: User, phone: str) -> None:
    """Store a phone number, encrypted, with its blind index."""
    user.phone = normal_phone(phone) or None
    user.phone_index = blind_index(user.phone) if user.phone else None


@command
def begin_session(user: User, *, address: str, agent: str, now: datetime) -> str:
    """A new session row; returns the token for the cookie."""
    token = new_token()
    db.session.add(
        UserSession(
            token_hash=digest(token),
            user_id=user.id,
            created_at=now,
            last_seen_at=now,
            address=address,
            agent=agent[:200],
        )
    )
    publish(SignedIn(user_id=user.id, actor_id=user.id, at=now))
    return token


@command
def touch_session(session: UserSession, *, now: datetime) -> None:
    """Note that the session is in use, at most once a minute."""
    if now - session.last_seen_at >= _SEEN_EVERY:
        due = UserSession.id == session.id, UserSession.last_seen_at < now
        db.session.execute(update(UserSession).where(*due).values(last_seen_at=now))


@command
def end_session(token: str) -> None:
    db.session.execute(delete(UserSession).where(UserSession.token_hash == digest(token)))


@command
def end_sessions(user_id: int, *, keep: str = "") -> None:
    """Sign the person out everywhere, but for the session whose token is `keep`."""
    others = UserSession.user_id == user_id, UserSession.token_hash != digest(keep)
    db.session.execute(delete(UserSession).where(*others))


@command
def request_mail(user: User, mail: AccountMail, *, now: datetime) -> None:
    """Have a mail about the account written and sent."""
    db.session.flush()  # somebody who has just registered has no id before
    publish(AccountMailRequested(user_id=user.id, mail=mail, at=now))


@command
def password_changed(user: User, *, now: datetime) -> None:
    """After a new password: every other session ends and the person is told. A reset by mail proves the address too."""
    end_sessions(user.id)
    publish(PasswordChanged(user_id=user.id, actor_id=user.id, at=now))
    publish(AccountMailRequested(user_id=user.id, mail=AccountMail.PASSWORD_CHANGED, at=now))
    confirm_address(user, now=now)


@command
def confirm_address(user: User, *, now: datetime) -> None:
    """The person owns the address; from now on what belongs to it may be shown."""
    if user.confirmed_at is None:
        user.confirmed_at = now
    publish(AddressConfirmed(user_id=user.id, actor_id=user.id, at=now))


@command
def use_code(user_id: int, step: int) -> bool:
    """Take the one-time code of a half minute (steps of 30 seconds since 1970); False when it or a later one was taken before."""
    newer = User.id == user_id, or_(User.tf_last_step.is_(None), User.tf_last_step < step)
    return claimed(update(User).where(*newer).values(tf_last_step=step))


@command
def create_token(user: User, scopes: list[str], *, now: datetime, expires_at: datetime | None = None) -> str:
    """A bearer token for the API; it is returned once and stored as a digest."""
    token = new_token()
    db.session.add(
        ApiToken(token_hash=digest(token), user_id=user.id, scopes=sorted(set(scopes)), created_at=now, expires_at=expires_at)
    )
    return token
