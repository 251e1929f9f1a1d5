"""Members, their levels, their points and store credit, and their address book."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model
from kit.encryption import EncryptedText
from storefront.members.vocabulary import AccountKind, EntryKind


class MemberLevel(Model):
    """A level reached by growth; `discount_bp` is its price benefit, `window_bonus_days` lengthens the return window."""

    __tablename__ = "member_level"
    __table_args__ = (CheckConstraint("discount_bp BETWEEN 0 AND 10000 AND window_bonus_days >= 0", name="benefits"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    min_growth: Mapped[int] = mapped_column(unique=True)
    discount_bp: Mapped[int] = mapped_column(default=0)
    window_bonus_days: Mapped[int] = mapped_column(default=0)
    perks: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Member(Model):
    """A customer who takes part: growth counts minor units paid for goods that were kept, divided by 100."""

    __tablename__ = "member"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(ForeignKey("member_level.key"))
    growth: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime]
    born_on: Mapped[date | None]


class Account(Model):
    """Points or store credit of one person: what may be spent and what is still pending. Points are counted, credit is in
    minor units of `currency`. The points balance may fall below zero by a late refund (R12); store credit never does."""

    __tablename__ = "member_account"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "currency"),
        CheckConstraint("pending >= 0", name="pending"),
        CheckConstraint("kind = 'points' OR balance >= 0", name="balance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[AccountKind]
    currency: Mapped[str] = mapped_column(String(3))
    balance: Mapped[int] = mapped_column(default=0)
    pending: Mapped[int] = mapped_column(default=0)


class AccountEntry(Model):
    """One change of an account, never altered; the account's counters are the sums of its entries (I12)."""

    __tablename__ = "member_account_entry"
    __table_args__ = (
        UniqueConstraint("account_id", "source_type", "source_id", "kind"),
        Index("ix_member_account_entry_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("member_account.id"))
    kind: Mapped[EntryKind]
    delta: Mapped[int] = mapped_column(default=0)
    pending_delta: Mapped[int] = mapped_column(default=0)
    source_type: Mapped[str]
    source_id: Mapped[str]
    at: Mapped[datetime]
    expires_at: Mapped[datetime | None]  # of points that came in; what is spent is taken from the oldest first
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class LevelChange(Model):
    """A member went from one level to another; `growth` is what they had then."""

    __tablename__ = "member_level_change"
    __table_args__ = (Index("ix_member_level_change_user", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    before: Mapped[str]
    after: Mapped[str]
    growth: Mapped[int]
    at: Mapped[datetime]


class Address(Model):
    """An entry of the address book."""

    __tablename__ = "address"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    street: Mapped[str] = mapped_column(EncryptedText)
    region: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    used_at: Mapped[datetime]
