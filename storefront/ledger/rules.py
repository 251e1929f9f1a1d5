"""Bookings as pure values: which accounts a fact touches (returns.md, example J). Every booking balances (I12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storefront.ledger.vocabulary import Account


@dataclass(frozen=True)
class Entry:
    """An amount on an account in minor units: above zero a debit, below zero a credit."""

    account: Account
    amount_minor: int


def sale(payable: int, *, freight: int, tax: int) -> list[Entry]:
    """An order goes through: the customer owes `payable`, of which `tax` is owed on; `freight` is without its tax."""
    goods = payable - freight - tax
    owed = Entry(Account.CUSTOMERS, payable)
    return _kept([owed, Entry(Account.SALES, -goods), Entry(Account.FREIGHT, -freight), Entry(Account.TAX, -tax)])


def payment(tender: str, amount: int) -> list[Entry]:
    """Money of one tender came in for what the customer owes."""
    return _kept([Entry(held_on(tender), amount), Entry(Account.CUSTOMERS, -amount)])


def refund(parts: Mapping[Account, tuple[int, int]]) -> list[Entry]:
    """Money is to go back: per account (returns, freight, goodwill) the gross amount and the tax in it."""
    total = sum(gross for gross, _tax in parts.values())
    taxes = sum(tax for _gross, tax in parts.values())
    taken = [Entry(account, gross - tax) for account, (gross, tax) in parts.items()]
    return _kept([*taken, Entry(Account.TAX, taxes), Entry(Account.REFUNDS, -total)])


def payout(shares: Sequence[tuple[str, int]]) -> list[Entry]:
    """What was to go back went out over these tenders; "waived" was never taken in, so the customer no longer owes it."""
    total = sum(amount for _tender, amount in shares)
    return _kept([Entry(Account.REFUNDS, total), *(Entry(held_on(tender), -amount) for tender, amount in shares)])


def turned(entries: Sequence[Entry]) -> list[Entry]:
    """The same booking the other way round: how a fact is undone."""
    return [Entry(entry.account, -entry.amount_minor) for entry in entries]


def held_on(tender: str) -> Account:
    """Where the money of a tender lies; what an exchange pays with was a sale that came back (R11)."""
    known = {
        "store_credit": Account.STORE_CREDIT, "points": Account.POINTS, "waived": Account.CUSTOMERS, "exchange": Account.RETURNS,
    }  # fmt: skip
    return known.get(tender, Account.CLEARING)


def _kept(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.amount_minor]
