"""Whose bag the request is about: the signed-in person's, or the one a guest's session cookie names. Only for edges."""

from datetime import datetime

from flask import session

from kit.accounts.guards import actor_or_none
from kit.accounts.sessions import digest, new_token
from storefront.cart import commands, queries
from storefront.cart.models import Cart

_KEY = "bag"


def current_bag() -> Cart | None:
    """The request's bag, if it has one. Never writes."""
    person = actor_or_none()
    return queries.cart_of(person.id if person else None, _token_hash())


def opened_bag(now: datetime) -> Cart:
    """The request's bag, made when there is none; what a guest put in before signing in comes along."""
    person = actor_or_none()
    if person is not None:
        merge_guest_bag(now)
        return commands.open_cart(person.id, None, now=now)
    token = session.setdefault(_KEY, new_token())
    session.permanent = True
    return commands.open_cart(None, digest(token), now=now)


def merge_guest_bag(now: datetime) -> None:
    """After signing in: the bag filled before becomes the person's."""
    person, token = actor_or_none(), session.get(_KEY)
    if person is not None and token:
        commands.merge(person.id, digest(token), now=now)
        session.pop(_KEY, None)


def pieces() -> int:
    """How many pieces the head of the page shows."""
    person = actor_or_none()
    return queries.pieces(person.id if person else None, _token_hash())


def _token_hash() -> str | None:
    token = session.get(_KEY)
    return digest(token) if token else None
