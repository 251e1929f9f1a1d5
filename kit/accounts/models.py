"""People and what lets them in: users, their sessions, API tokens, throttles."""

import uuid
from datetime import datetime
from typing import Any

from flask_security import AsaList, RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.accounts.vocabulary import AGENTS, LEADS, MANAGERS, STAFF, Role
from kit.db import Model
from kit.encryption import EncryptedText


class RoleName(RoleMixin):  # type: ignore[misc]
    """What flask-security calls a role: our one word per user."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.permissions: list[str] = []


class User(Model, UserMixin):  # type: ignore[misc]
    """A person: staff, a customer with an account, a guest, or a customer of an imported order (no password, perhaps no address).

    `email` is stored as normalised by `rules.normal_email` and is unique; guests sign in only after setting a password by mail."""

    __tablename__ = "users"
    __table_args__ = (Index("uq_users_origin", "origin", "origin_id", unique=True, postgresql_where="origin IS NOT NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[Role] = mapped_column(default=Role.CUSTOMER, index=True)
    locale: Mapped[str] = mapped_column(default="en")  # "en" | "zh_Hans"
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    phone_index: Mapped[str | None] = mapped_column(index=True)
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=lambda: uuid.uuid4().hex)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    origin: Mapped[str | None]  # the outside system an imported person came from
    origin_id: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None] = mapped_column(EncryptedText)
    tf_last_step: Mapped[int | None]  # the half minute of the newest one-time code that was taken; none up to it is taken again
    tf_phone_number: Mapped[str | None] = mapped_column(EncryptedText)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)
    webauthn: Mapped[list["Passkey"]] = relationship(back_populates="user", cascade="all, delete")  # flask-security reads it

    @property
    def roles(self) -> list[RoleName]:
        return [RoleName(self.role)]

    def has_role(self, role: str) -> bool:
        return bool(self.role == role)

    @property
    def is_staff(self) -> bool:
        """Works here, in any role."""
        return self.role in STAFF

    @property
    def is_agent(self) -> bool:
        """May answer customers."""
        return self.role in AGENTS

    @property
    def is_lead(self) -> bool:
        return self.role in LEADS

    @property
    def is_manager(self) -> bool:
        return self.role in MANAGERS

    @property
    def label(self) -> str:
        """What to call the person: name, else address, else a dash."""
        return self.name or self.email or "–"


class Passkey(Model, WebAuthnMixin):  # type: ignore[misc]
    """A registered passkey (WebAuthn credential)."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int | None] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str]
    usage: Mapped[str]
    user: Mapped[User] = relationship(back_populates="webauthn", lazy="raise_on_sql")

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.user_id}


class UserSession(Model):
    """One signed-in browser. The cookie holds the token, the row its digest; deleting the row signs out at once."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")


class ApiToken(Model):
    """A bearer token of the REST API; shown once, stored as a digest."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Throttle(Model):
    """A token bucket that survives Redis: how often something was tried lately."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    refilled_at: Mapped[datetime]
