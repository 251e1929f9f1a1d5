"""Members, their levels and what is on their accounts."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from kit.db import db
from kit.errors import NotFound
from storefront.members.models import Account, AccountEntry, Address, LevelChange, Member, MemberLevel
from storefront.members.vocabulary import AccountKind


def level_of(user_id: int) -> MemberLevel | None:
    """The person's level, or None when they are no member."""
    joined = select(MemberLevel).join(Member, Member.level == MemberLevel.key).where(Member.user_id == user_id)
    return db.session.scalar(joined)


def levels() -> list[MemberLevel]:
    """All levels, the lowest first."""
    return list(db.session.scalars(select(MemberLevel).order_by(MemberLevel.min_growth)))


def window_bonus(user_id: int) -> timedelta:
    """By how much the level of a person lengthens the return window."""
    level = level_of(user_id)
    return timedelta(days=level.window_bonus_days if level else 0)


def member(user_id: int) -> Member | None:
    return db.session.get(Member, user_id)


def level_changes(user_id: int) -> list[LevelChange]:
    """From which level to which, the newest first."""
    mine = select(LevelChange).where(LevelChange.user_id == user_id)
    return list(db.session.scalars(mine.order_by(LevelChange.id.desc()).limit(20)))


def account(user_id: int, kind: AccountKind, currency: str) -> Account | None:
    """The person's account of this kind, freshly read, or None while nothing was ever booked."""
    mine = Account.user_id == user_id, Account.kind == kind, Account.currency == currency
    return db.session.scalar(select(Account).where(*mine), execution_options={"populate_existing": True})


def balances(user_id: int, currency: str) -> dict[AccountKind, int]:
    """What the person may spend: store credit in minor units, points in points; never below zero."""
    mine = Account.user_id == user_id, Account.currency == currency
    found = dict(db.session.execute(select(Account.kind, Account.balance).where(*mine)).all())
    return {kind: max(found.get(kind, 0), 0) for kind in AccountKind}


def entries(user_id: int, kind: AccountKind, currency: str, *, limit: int = 50) -> list[AccountEntry]:
    """What came and went on a person's account, the newest first."""
    mine = Account.user_id == user_id, Account.kind == kind, Account.currency == currency
    joined = select(AccountEntry).join(Account, Account.id == AccountEntry.account_id).where(*mine)
    return list(db.session.scalars(joined.order_by(AccountEntry.id.desc()).limit(limit)))


def addresses(user_id: int) -> list[Address]:
    """The address book: the usual one, then the last used first."""
    mine = select(Address).where(Address.user_id == user_id)
    return list(db.session.scalars(mine.order_by(Address.is_default.desc(), Address.used_at.desc(), Address.id.desc())))


def address(user_id: int, address_id: int) -> Address:
    """An entry of this person's address book. Raises NotFound, also for somebody else's."""
    found = db.session.scalar(select(Address).where(Address.id == address_id, Address.user_id == user_id))
    if found is None:
        raise NotFound("address", address_id)
    return found


def expired(account_id: int, by: datetime) -> int:
    """Points that came in with an end before `by` and were not spent, the oldest being spent first."""
    mine = AccountEntry.account_id == account_id
    granted = func.coalesce(func.sum(AccountEntry.delta).filter(AccountEntry.delta > 0, AccountEntry.expires_at <= by), 0)
    gone = func.coalesce(-func.sum(AccountEntry.delta).filter(AccountEntry.delta < 0), 0)
    came, went = db.session.execute(select(granted, gone).where(mine)).one()
    return max(int(came) - int(went), 0)


def accounts_with_expired(now: datetime) -> list[int]:
    """Accounts of which something was to be spent until now."""
    ended = AccountEntry.expires_at <= now, Account.balance > 0
    found = select(Account.id).join(AccountEntry, AccountEntry.account_id == Account.id).where(*ended).distinct()
    return list(db.session.scalars(found))
