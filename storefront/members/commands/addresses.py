"""The address book: at most twenty entries, one of which is the usual one."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from kit.db import command, db
from kit.errors import RuleViolation
from storefront.members import queries
from storefront.members.models import Address

KEPT = 20
_FIELDS = ("recipient", "phone", "street", "region", "postcode")


@command
def remember_address(
    user_id: int, *, recipient: str, phone: str, street: str, region: str = "", postcode: str = "", now: datetime
) -> None:
    """Keep an address that was used, once; the oldest go when there are more than twenty, the usual one never."""
    book = list(db.session.scalars(select(Address).where(Address.user_id == user_id).order_by(Address.used_at.desc())))
    wanted = (recipient, phone, street, region, postcode)
    for entry in book:
        if tuple(getattr(entry, name) for name in _FIELDS) == wanted:
            entry.used_at = now
            return
    db.session.add(
        Address(user_id=user_id, recipient=recipient, phone=phone, street=street, region=region, postcode=postcode, used_at=now)
    )
    for entry in [entry for entry in book if not entry.is_default][KEPT - 1 :]:
        db.session.delete(entry)


@command
def add(user_id: int, values: Mapping[str, str], *, now: datetime) -> Address:
    """Keep another address. `values` are recipient, phone, street, region and postcode. Raises RuleViolation("book_full")."""
    if len(queries.addresses(user_id)) >= KEPT:
        raise RuleViolation("book_full", "Your address book holds 20 addresses. Remove one first.")
    entry = Address(user_id=user_id, used_at=now, **{name: values.get(name, "") for name in _FIELDS})
    db.session.add(entry)
    db.session.flush()
    return entry


@command
def change(user_id: int, address_id: int, values: Mapping[str, str]) -> None:
    """Change an entry of this person's book. Raises NotFound, also for somebody else's."""
    entry = queries.address(user_id, address_id)
    for name in _FIELDS:
        setattr(entry, name, values.get(name, ""))


@command
def make_usual(user_id: int, address_id: int) -> None:
    """The checkout begins with this one from now on. Raises NotFound."""
    entry = queries.address(user_id, address_id)
    db.session.execute(update(Address).where(Address.user_id == user_id).values(is_default=False))
    entry.is_default = True


@command
def remove(user_id: int, address_id: int) -> None:
    """Forget an entry. Raises NotFound."""
    db.session.delete(queries.address(user_id, address_id))
