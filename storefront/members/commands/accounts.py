"""Points and store credit: entries that are never altered, each once per cause, and the balance that follows them."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from kit.db import claimed, command, db, lock
from kit.errors import RuleViolation
from storefront.members import queries
from storefront.members.models import Account, AccountEntry
from storefront.members.vocabulary import AccountKind, EntryKind


@command
def book(
    user_id: int, kind: AccountKind, entry: EntryKind, delta: int, *, currency: str, source: tuple[str, str], pending: int = 0,
    overdraw: bool = False, expires_at: datetime | None = None, note: str = "", actor_id: int | None = None, now: datetime,
) -> bool:  # fmt: skip
    """Change an account by `delta` points or minor units. False when this source already did this, so a repeat is harmless.

    Raises RuleViolation("balance_too_low") when it would fall below zero, unless `overdraw` (points after a late refund, R12)."""
    account = _opened(user_id, kind, currency)
    row = insert(AccountEntry).values(
        account_id=account, kind=entry, delta=delta, pending_delta=pending, source_type=source[0], source_id=source[1], at=now,
        expires_at=expires_at, note=note, actor_id=actor_id,
    )  # fmt: skip
    if db.session.execute(row.on_conflict_do_nothing().returning(AccountEntry.id)).first() is None:
        return False
    mine = [Account.id == account]
    if delta < 0 and not overdraw:
        mine.append(Account.balance + delta >= 0)
    if not claimed(update(Account).where(*mine).values(balance=Account.balance + delta, pending=Account.pending + pending)):
        raise RuleViolation("balance_too_low", "Your balance is lower than that. Choose a smaller amount.", field="balance")
    return True


@command
def issue_store_credit(user_id: int, amount_minor: int, currency: str, *, reference: str, now: datetime) -> bool:
    """Give a customer store credit. False when `reference` already did."""
    source = ("goodwill", reference)
    return book(user_id, AccountKind.STORE_CREDIT, EntryKind.ISSUED, amount_minor, currency=currency, source=source, now=now)


@command
def issue_points(user_id: int, points: int, currency: str, *, reference: str, now: datetime) -> bool:
    """Give a customer points that can be spent at once. False when `reference` already did."""
    return book(user_id, AccountKind.POINTS, EntryKind.ISSUED, points, currency=currency, source=("goodwill", reference), now=now)


@command
def expire(account_id: int, *, now: datetime) -> int:
    """Take what is left of points whose time is over; how many. What was spent counts as taken from the oldest first."""
    account = lock(Account, account_id)
    lapsed = min(queries.expired(account_id, now), max(account.balance, 0))
    if lapsed > 0:
        source = ("expiry", now.date().isoformat())
        book(account.user_id, account.kind, EntryKind.EXPIRED, -lapsed, currency=account.currency, source=source, now=now)
    return lapsed


def _opened(user_id: int, kind: AccountKind, currency: str) -> int:
    """The id of the account, opened when there is none."""
    found = queries.account(user_id, kind, currency)
    if found is not None:
        return found.id
    db.session.execute(insert(Account).values(user_id=user_id, kind=kind, currency=currency).on_conflict_do_nothing())
    opened = queries.account(user_id, kind, currency)
    if opened is None:
        raise RuntimeError("an account just opened cannot be found")
    return opened.id
