"""The people of the demo: colleagues with sign-ins, and two hundred customers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from flask_security.utils import hash_password

from helpdesk.demo import script
from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import command, db
from storefront.members.commands import addresses, enrolment
from storefront.orders.commands.placing import Recipient

STAR = "Hannah Brooks"  # the customer whose sign-in is printed
STAR_EMAIL = "customer@example.com"
DOMAINS = ("example.com", "example.org", "example.net")
CHINESE = "zh_Hans"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody who buys, with where the parcels go."""

    user: User
    home: Recipient

    @property
    def locale(self) -> str:
        return self.user.locale

    @property
    def first_name(self) -> str:
        """How an agent addresses the person: Hannah; 佳怡; a name of two characters in full."""
        name = self.user.name
        if self.locale != CHINESE:
            return name.split()[0]
        return name[-2:] if len(name) > 2 else name


@command
def hire(password: str, *, now: datetime) -> list[User]:
    """Make or update the colleagues, all with this password. Safe to repeat."""
    hashed = hash_password(password)
    return [_signed_in(one.email, one.name, Role(one.role), one.locale, hashed, now) for one in script.staff()]


@command
def let_the_star_in(password: str, *, now: datetime) -> User:
    """The customer who signs in. Safe to repeat."""
    return _signed_in(STAR_EMAIL, STAR, Role.CUSTOMER, "en", hash_password(password), now)


@command
def register(password: str, rng: Random, *, now: datetime) -> list[Customer]:
    """Two hundred customers with telephone, address and member level; the star comes first."""
    people = sorted(script.people(), key=lambda person: person.name != STAR)
    users = [let_the_star_in(password, now=now), *(_user(person, rng, now) for person in people[1:])]
    db.session.add_all(users)
    db.session.flush()
    customers = [Customer(user=user, home=_home(user, place, rng)) for place, user in enumerate(users)]
    for customer in customers:
        _settle(customer, rng)
    return customers


def _signed_in(email: str, name: str, role: Role, locale: str, hashed: str, now: datetime) -> User:
    """All sign-ins of the demo share one digest: making one takes a good part of a second."""
    user = accounts.create_user(email, name, role, None, locale=locale, is_demo=True, now=now)
    user.password, user.confirmed_at = hashed, user.confirmed_at or now
    return user


def _user(person: script.Person, rng: Random, now: datetime) -> User:
    joined = now - timedelta(days=rng.randint(70, 900), hours=rng.randint(0, 23))
    return User(
        email=f"{person.mailbox}@{rng.choice(DOMAINS)}", name=person.name, role=Role.CUSTOMER, locale=person.locale, is_demo=True,
        created_at=joined, confirmed_at=joined,
    )  # fmt: skip


def _home(user: User, place: int, rng: Random) -> Recipient:
    """Numbers from ranges that are kept for fiction, or in China not given out."""
    where = rng.choice(script.addresses())
    is_chinese = user.locale == CHINESE
    phone = f"+86 100 0000 {place:04d}" if is_chinese else f"+44 7700 900{place:03d}"
    street = where.zh if is_chinese else where.en
    region = where.region if where.region == where.city else f"{where.region}{where.city}"
    return Recipient(name=user.name, phone=phone, address=street, region=region, postcode=where.postcode)


def _settle(customer: Customer, rng: Random) -> None:
    user, home = customer.user, customer.home
    accounts.set_phone(user, home.phone)
    growth = 7_200 if user.name == STAR else int(rng.paretovariate(0.9) * 400) % 20_000
    enrolment.enrol(user.id, growth=growth, now=user.created_at)
    addresses.remember_address(
        user.id, recipient=home.name, phone=home.phone, street=home.address, region=home.region, postcode=home.postcode,
        now=user.created_at,
    )  # fmt: skip
