"""Persons of a source: found by its id, else by e-mail, else made as customers without a password."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from helpdesk.imports.commands import bulk
from helpdesk.imports.commands.bulk import Written
from helpdesk.imports.records import AddressRecord, CustomerRecord, Entry
from helpdesk.imports.vocabulary import Kind
from kit.accounts.models import User
from kit.accounts.rules import clean_name, normal_phone
from kit.accounts.vocabulary import Role
from kit.db import command, db
from kit.encryption import blind_index
from storefront.members.models import Address

NOBODY = "–"


@command
def write_customers(batch: list[Entry[CustomerRecord]], *, origin: str, now: datetime) -> Written:
    """Take a batch of customers over; a person known already gets the newer name, language and telephone number."""
    taken = bulk.changed(Kind.CUSTOMERS, origin, batch)
    people = [entry.record for entry in taken]
    ids = ids_of(people, origin=origin, now=now)
    newest = {record.person_id: record for record in people}
    _renew({ids[person]: record for person, record in newest.items()}, origin)
    _keep_addresses({ids[person]: record.address for person, record in newest.items() if record.address}, now)
    bulk.remember(Kind.CUSTOMERS, origin, taken, now)
    return Written(accepted=len(taken), unchanged=len(batch) - len(taken))


def ids_of(people: Iterable[CustomerRecord], *, origin: str, now: datetime) -> dict[str, int]:
    """User ids by `person_id`; who is unknown is made. Part of the caller's transaction."""
    wanted = {record.person_id: record for record in people}
    found = _by_origin(wanted, origin)
    found |= _by_email(wanted, found, origin)
    missing = [record for person, record in wanted.items() if person not in found]
    emails = [record.email for record in missing]
    rows = [_row(record, origin, now) for at, record in enumerate(missing) if not record.email or record.email not in emails[:at]]
    bulk.upsert(User, rows, ["email"], [])
    found |= _by_origin(wanted, origin)
    return found | _by_email(wanted, found, origin)


def _by_origin(wanted: dict[str, CustomerRecord], origin: str) -> dict[str, int]:
    mine = select(User.origin_id, User.id).where(User.origin == origin, bulk.among(User.origin_id, wanted))
    return {str(row.origin_id): row.id for row in db.session.execute(mine)}


def _by_email(wanted: dict[str, CustomerRecord], found: dict[str, int], origin: str) -> dict[str, int]:
    """Persons we know by address; a customer of ours without an origin is from now on also found by it."""
    people = {person: record.email for person, record in wanted.items() if person not in found and record.email}
    if not people:
        return {}
    rows = db.session.execute(select(User.email, User.id, User.origin, User.role).where(bulk.among(User.email, people.values())))
    known = {row.email: row for row in rows}
    for person, address in people.items():
        row = known.get(address)
        if row and row.origin is None and row.role == Role.CUSTOMER:
            db.session.execute(update(User).where(User.id == row.id, User.origin.is_(None)).values(origin=origin, origin_id=person))
    return {person: known[address].id for person, address in people.items() if address in known}


def _row(record: CustomerRecord, origin: str, now: datetime) -> dict[str, object]:
    phone = normal_phone(record.phone or "")
    return {
        "email": record.email,
        "name": clean_name(record.name) or NOBODY,
        "role": Role.CUSTOMER,
        "locale": _locale(record.locale),
        "phone": phone or None,
        "phone_index": blind_index(phone) if phone else None,
        "fs_uniquifier": uuid.uuid4().hex,
        "created_at": record.created_at or now,
        "origin": origin,
        "origin_id": record.person_id,
    }


def _renew(people: dict[int, CustomerRecord], origin: str) -> None:
    """Follow the source where it changed. Never touch people who are not this source's: their account is theirs."""
    theirs = bulk.among(User.id, people), User.origin == origin, User.password.is_(None)
    for user in db.session.scalars(select(User).where(*theirs)):
        record = people[user.id]
        user.name, user.locale = clean_name(record.name) or NOBODY, _locale(record.locale)
        phone = normal_phone(record.phone or "")
        if phone and user.phone != phone:
            user.phone, user.phone_index = phone, blind_index(phone)


def _keep_addresses(addresses: dict[int, AddressRecord], now: datetime) -> None:
    """The first address of a person goes into the address book; later ones only with the orders they belong to."""
    having = set(db.session.scalars(select(Address.user_id).where(bulk.among(Address.user_id, addresses))))
    db.session.add_all(
        Address(
            user_id=user_id,
            recipient=place.recipient,
            phone=normal_phone(place.phone),
            street=place.street,
            region=" ".join(filter(None, (place.region, place.city))),
            postcode=place.postcode,
            is_default=True,
            used_at=now,
        )
        for user_id, place in addresses.items()
        if place.street and user_id not in having
    )


def _locale(text: str | None) -> str:
    return "zh_Hans" if (text or "").lower().startswith(("zh", "中")) else "en"
