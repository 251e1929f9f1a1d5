"""A person's membership and address book: handed out; addresses and birthday erased, the points' books kept."""

from datetime import datetime

from sqlalchemy import select

from kit.privacy import Rows, blank, forget, held
from storefront.members.models import Account, AccountEntry, Address, LevelChange, Member


def export(person_id: int) -> dict[str, Rows]:
    accounts = select(Account.id).where(Account.user_id == person_id)
    return {
        "member": held(Member, Member.user_id == person_id),
        "levels": held(LevelChange, LevelChange.user_id == person_id),
        "addresses": held(Address, Address.user_id == person_id),
        "accounts": held(Account, Account.user_id == person_id),
        "entries": held(AccountEntry, AccountEntry.account_id.in_(accounts)),
    }


def erase(person_id: int, now: datetime) -> None:
    forget(Address, Address.user_id == person_id)
    blank(Member, Member.user_id == person_id, born_on=None)
