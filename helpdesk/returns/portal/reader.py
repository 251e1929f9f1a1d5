"""Whose orders and cases a page shows: those of somebody signed in, or what a guest's mailed code has opened."""

from helpdesk import shop
from helpdesk.returns import queries
from helpdesk.returns.models import Case
from helpdesk.tickets.portal.reader import grants
from kit.accounts.guards import actor_or_none
from kit.accounts.models import User
from kit.accounts.queries import user
from kit.errors import NotFound


def order_of_reader(number: str) -> tuple[shop.Order, User]:
    """The order, and whose it is, if that is the reader. Raises NotFound."""
    for person in readers():
        try:
            return shop.order_for_customer(person.id, number), person
        except NotFound:
            continue
    raise NotFound("order", number)


def case_of_reader(number: str) -> tuple[Case, User]:
    """The case, and whose it is, if that is the reader. Raises NotFound."""
    for person in readers():
        try:
            return queries.for_customer(person, number), person
        except NotFound:
            continue
    return _case_of_a_ticket(number)


def readers() -> list[User]:
    """As whom this browser reads orders: the person signed in, and guests whose code opened an order."""
    person = actor_or_none()
    guests = [user(grant.user_id) for grant in grants() if grant.order_id is not None]
    return [one for one in (person, *guests) if one is not None]


def _case_of_a_ticket(number: str) -> tuple[Case, User]:
    """A code for one conversation opens the cases of that conversation."""
    for grant in grants():
        person = user(grant.user_id) if grant.ticket_id is not None else None
        if person is not None:
            for case in queries.of_ticket(grant.ticket_id or 0):
                if case.number == number and case.customer_id == person.id:
                    return queries.for_customer(person, number), person
    raise NotFound("case", number)
