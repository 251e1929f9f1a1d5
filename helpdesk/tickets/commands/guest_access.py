"""Guests: a code mailed to the address on file opens the conversations about one order (HARDENING A14, B9)."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from helpdesk.tickets.events import GuestCodeRequested
from helpdesk.tickets.models import GuestAccess
from helpdesk.tickets.queries.scope import Grant
from kit.db import claimed, command, db
from kit.events import publish

VALID = timedelta(minutes=30)
MAX_TRIES = 5
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10  # 30**10: not to be guessed in five tries


@command
def request(user_id: int, *, order_id: int | None, ticket_id: int | None, now: datetime) -> GuestAccess:
    """Have a code mailed to the person's address. Only for somebody whose order or ticket this is."""
    access = GuestAccess(user_id=user_id, order_id=order_id, ticket_id=ticket_id, requested_at=now)
    db.session.add(access)
    db.session.flush()
    publish(GuestCodeRequested(guest_access_id=access.id, user_id=user_id, at=now))
    return access


@command
def new_code(guest_access_id: int, *, now: datetime) -> str | None:
    """The code for the mail, made now and kept as a digest; a mail written again has a new one. None when it is too late."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    live = GuestAccess.id == guest_access_id, GuestAccess.used_at.is_(None), GuestAccess.requested_at > now - VALID
    stored = claimed(update(GuestAccess).where(*live).values(code_hash=_digest(code), tries=0))
    return f"{code[:5]}-{code[5:]}" if stored else None


@command
def redeem(user_id: int, order_id: int | None, ticket_id: int | None, code: str, *, now: datetime) -> Grant | None:
    """What the code opens; None for a wrong, used, expired or too often tried one. Works once."""
    live = GuestAccess.used_at.is_(None), GuestAccess.requested_at > now - VALID, GuestAccess.code_hash.is_not(None)
    meant = (
        GuestAccess.user_id == user_id,
        GuestAccess.order_id.is_not_distinct_from(order_id),
        GuestAccess.ticket_id.is_not_distinct_from(ticket_id),
        GuestAccess.tries < MAX_TRIES,
    )
    newest = select(GuestAccess).where(*live, *meant).order_by(GuestAccess.id.desc()).limit(1).with_for_update()
    access = db.session.scalars(newest).first()
    if access is None or access.code_hash is None:
        return None
    access.tries += 1
    if not hmac.compare_digest(access.code_hash, _digest(_plain(code))):
        return None
    access.used_at = now
    return Grant(access.user_id, access.order_id, access.ticket_id)


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())[:_LENGTH]


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
