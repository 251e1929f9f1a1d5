"""Who reads a customer's page: somebody signed in, or a guest whose mailed code has opened an order or a ticket."""

from datetime import datetime, timedelta
from typing import Any

from flask import session

from helpdesk.tickets import queries
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import Grant
from kit import clock
from kit.accounts.guards import actor_or_none
from kit.accounts.models import User
from kit.errors import NotFound

_KEY = "guest_grants"
_OPEN_FOR = timedelta(hours=12)
_MOST = 10


def may_read_any() -> bool:
    """Is there anybody whose tickets could be shown: a person signed in, or a guest with an open grant?"""
    return actor_or_none() is not None or bool(grants())


def ticket_of_reader(number: str) -> Ticket:
    """The ticket, if it is the reader's. Raises NotFound."""
    person = actor_or_none()
    if person is not None:
        try:
            return queries.for_customer(person, number)
        except NotFound:
            if not grants():
                raise
    return queries.for_guest(grants(), number)


def person_of(ticket: Ticket) -> User:
    """Who writes here: the requester, signed in or as the guest who proved to own the address."""
    return ticket.requester


def open_for_guest(grant: Grant) -> None:
    """Remember in this browser what a mailed code has opened, for 12 hours."""
    kept = [item for item in session.get(_KEY, []) if _is_live(item)][-_MOST + 1 :]
    session[_KEY] = [*kept, [grant.user_id, grant.order_id, grant.ticket_id, clock.now().isoformat()]]


def grants() -> list[Grant]:
    """What this browser's codes have opened."""
    return [Grant(user_id, order_id, ticket_id) for user_id, order_id, ticket_id, _at in filter(_is_live, session.get(_KEY, []))]


def _is_live(item: list[Any]) -> bool:
    return clock.now() - datetime.fromisoformat(item[3]) < _OPEN_FOR
