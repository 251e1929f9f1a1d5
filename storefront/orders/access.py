"""Who may open an order: its customer, and a browser to which one order was granted (bought as a guest, or proved by a one-time
code). A grant is for one order and a day, never a session of its own. Only for edges."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from flask import session

from kit import clock
from kit.accounts.guards import actor_or_none, ask_to_sign_in
from kit.errors import NotFound
from kit.numbers import parse_order_number
from storefront.orders import queries
from storefront.orders.models import Order

GRANTED_FOR = timedelta(days=1)
_KEY, _MOST = "granted_orders", 10


def grant_order(number: str, *, now: datetime) -> None:
    """Let this browser open one order for a day."""
    kept = {**granted_orders(now=now), number: int((now + GRANTED_FOR).timestamp())}
    session[_KEY] = dict(sorted(kept.items(), key=lambda item: item[1])[-_MOST:])


def granted_orders(*, now: datetime) -> dict[str, int]:
    """The orders this browser may open, with the second at which each grant ends."""
    known: dict[str, int] = session.get(_KEY, {})
    return {number: until for number, until in known.items() if until > now.timestamp()}


def visible_order(number: str) -> Order:
    """The order, if the signed-in person bought it or this browser was granted it. Raises NotFound."""
    person, wanted = actor_or_none(), parse_order_number(number) or number
    if wanted in granted_orders(now=clock.now()):
        return queries.by_number(wanted)
    if person is None:
        raise NotFound("order", number)
    return queries.for_customer(person.id, wanted)


def for_its_customer(view: Callable[[Order], Any]) -> Callable[[str], Any]:
    """For a route with `number`: hand it the order, or ask a stranger to sign in; somebody else's order is not there (404)."""

    @wraps(view)
    def run(number: str) -> Any:
        try:
            order = visible_order(number)
        except NotFound:
            if actor_or_none() is None:
                return ask_to_sign_in()
            raise
        return view(order)

    return run
