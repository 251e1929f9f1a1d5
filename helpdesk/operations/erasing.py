"""Handing out and erasing what is held on a person, by address."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from kit import privacy
from kit.accounts import queries
from kit.accounts.events import PersonErased
from kit.accounts.models import User
from kit.accounts.rules import normal_email
from kit.db import command, db
from kit.encryption import blind_index
from kit.errors import NotFound, RuleViolation
from kit.events import EventRecord, publish


def everything_on(email: str) -> dict[str, Any]:
    """What every feature holds on the person, as plain JSON values. Raises NotFound."""
    return dict(privacy.export(_person(email).id))


@command
def erase(email: str, now: datetime) -> None:
    """Erase the customer in every feature and record that it was done; a repeat changes nothing.

    Raises NotFound for an address that never was here, RuleViolation("is_staff") for staff."""
    if was_erased(email):
        return
    person = _person(email)
    if person.is_staff:
        raise RuleViolation("is_staff", "This person works here. Make them a customer first: helpdesk user create --role customer.")
    record = PersonErased(user_id=person.id, address_digest=_digest(email), at=now)
    privacy.erase(person.id, now)
    publish(record)


def was_erased(email: str) -> bool:
    """Was somebody with this address erased, and nobody registered with it since?"""
    recorded = EventRecord.kind == PersonErased.__name__, EventRecord.particulars["address_digest"].astext == _digest(email)
    return queries.user_by_email(email) is None and db.session.scalar(select(EventRecord.id).where(*recorded).limit(1)) is not None


def _person(email: str) -> User:
    person = queries.user_by_email(email)
    if person is None:
        raise NotFound("person with the address", email)
    return person


def _digest(email: str) -> str:
    return blind_index(normal_email(email) or email)
