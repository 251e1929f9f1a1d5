"""The address book."""

from datetime import datetime

from sqlalchemy import select

from kit.db import command, db
from storefront.members.models import Address

_KEPT = 20


@command
def remember_address(
    user_id: int, *, recipient: str, phone: str, street: str, region: str = "", postcode: str = "", now: datetime
) -> None:
    """Keep an address that was used, once; the oldest go when there are more than twenty."""
    book = list(db.session.scalars(select(Address).where(Address.user_id == user_id).order_by(Address.used_at.desc())))
    wanted = (recipient, phone, street, region, postcode)
    for entry in book:
        if (entry.recipient, entry.phone, entry.street, entry.region, entry.postcode) == wanted:
            entry.used_at = now
            return
    db.session.add(
        Address(user_id=user_id, recipient=recipient, phone=phone, street=street, region=region, postcode=postcode, used_at=now)
    )
    for entry in book[_KEPT - 1 :]:
        db.session.delete(entry)
