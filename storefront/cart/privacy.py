"""A person's bag: handed out, and thrown away."""

from datetime import datetime

from sqlalchemy import select

from kit.privacy import Rows, forget, held
from storefront.cart.models import Cart, CartLine


def export(person_id: int) -> dict[str, Rows]:
    bag = select(Cart.id).where(Cart.user_id == person_id)
    return {"lines": held(CartLine, CartLine.cart_id.in_(bag))}


def erase(person_id: int, now: datetime) -> None:
    forget(Cart, Cart.user_id == person_id)
