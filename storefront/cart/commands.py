"""Filling the bag, merging a guest's bag at sign-in, and keeping the quote a customer saw."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from kit.db import command, db
from kit.errors import RuleViolation
from storefront.cart import queries
from storefront.cart.models import Cart, CartLine, DeliveryMethod, Quote
from storefront.cart.rules import Pricing
from storefront.cart.vocabulary import GUEST_FOR, MAX_LINES, MAX_QUANTITY, QUOTE_FOR


@command
def open_cart(user_id: int | None, token_hash: str | None, *, now: datetime) -> Cart:
    """The bag of a person or of a guest's token, made when there is none."""
    found = queries.cart_of(user_id, token_hash)
    if found is None:
        row = insert(Cart).values(user_id=user_id, token_hash=None if user_id else token_hash, coupon_code="", changed_at=now)
        db.session.execute(row.on_conflict_do_nothing())
        found = queries.cart_of(user_id, token_hash)
    if found is None:
        raise RuntimeError("a bag just opened cannot be found")
    return found


@command
def put(cart: Cart, sku_id: int, quantity: int, *, now: datetime) -> None:
    """Put more of an article into the bag; at most 99 of one, and 50 articles.

    Raises RuleViolation: bad_quantity, not_sold, cart_full."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise RuleViolation("bad_quantity", "Choose between 1 and 99 pieces of an article.", field="quantity")
    if sku_id not in queries.articles([sku_id]):
        raise RuleViolation("not_sold", "This article is no longer sold.")
    others = select(func.count()).where(CartLine.cart_id == cart.id, CartLine.sku_id != sku_id)
    if (db.session.scalar(others) or 0) >= MAX_LINES:
        raise RuleViolation("cart_full", "Your bag holds 50 different articles. Order these first.")
    row = insert(CartLine).values(cart_id=cart.id, sku_id=sku_id, quantity=quantity, added_at=now)
    more = func.least(CartLine.quantity + row.excluded.quantity, MAX_QUANTITY)
    db.session.execute(row.on_conflict_do_update(index_elements=["cart_id", "sku_id"], set_={"quantity": more}))
    cart.changed_at = now


@command
def set_quantity(cart: Cart, sku_id: int, quantity: int, *, now: datetime) -> None:
    """Have so many of an article in the bag; 0 takes it out. Raises RuleViolation("bad_quantity")."""
    if not 0 <= quantity <= MAX_QUANTITY:
        raise RuleViolation("bad_quantity", "Choose between 1 and 99 pieces of an article.", field="quantity")
    mine = CartLine.cart_id == cart.id, CartLine.sku_id == sku_id
    if quantity:
        db.session.execute(update(CartLine).where(*mine).values(quantity=quantity))
    else:
        db.session.execute(delete(CartLine).where(*mine))
    cart.changed_at = now


@command
def set_coupon(cart: Cart, code: str, *, now: datetime) -> None:
    """Keep a coupon code with the bag; an empty one removes it. It is judged when the bag is priced."""
    cart.coupon_code, cart.changed_at = code.strip()[:60], now


@command
def empty(cart: Cart, *, now: datetime) -> None:
    """Ordered: nothing stays in the bag."""
    db.session.execute(delete(CartLine).where(CartLine.cart_id == cart.id))
    cart.coupon_code, cart.changed_at = "", now


@command
def merge(user_id: int, token_hash: str, *, now: datetime) -> None:
    """A guest signed in: what is in the guest's bag goes into the person's. Safe to repeat."""
    guest = queries.cart_of(None, token_hash)
    if guest is None:
        return
    mine = open_cart(user_id, None, now=now)
    rows = select(literal(mine.id), CartLine.sku_id, CartLine.quantity, CartLine.added_at)
    copied = insert(CartLine).from_select(["cart_id", "sku_id", "quantity", "added_at"], rows.where(CartLine.cart_id == guest.id))
    most = func.greatest(CartLine.quantity, copied.excluded.quantity)
    db.session.execute(copied.on_conflict_do_update(index_elements=["cart_id", "sku_id"], set_={"quantity": most}))
    mine.coupon_code = mine.coupon_code or guest.coupon_code
    db.session.execute(delete(Cart).where(Cart.id == guest.id))


@command
def keep_quote(cart: Cart, prices: Mapping[str, Pricing], *, now: datetime) -> Quote:
    """Remember what the customer sees, per way of delivery; the same prices again keep the same quote alive."""
    snapshot: dict[str, Any] = {
        key: {"fingerprint": price.fingerprint, "payable_minor": price.payable_minor, "shown": price.shown}
        for key, price in prices.items()
    }
    fingerprint = hashlib.sha256(json.dumps(snapshot, sort_keys=True).encode()).hexdigest()
    row = insert(Quote).values(
        token=secrets.token_urlsafe(16), cart_id=cart.id, fingerprint=fingerprint, snapshot=snapshot, expires_at=now + QUOTE_FOR
    )
    kept = row.on_conflict_do_update(index_elements=["cart_id", "fingerprint"], set_={"expires_at": now + QUOTE_FOR})
    quote_id = db.session.execute(kept.returning(Quote.id)).scalar_one()
    return db.session.get_one(Quote, quote_id, populate_existing=True)


@dataclass(frozen=True, kw_only=True)
class DeliveryTerms:
    """A way of delivery as managers enter it. Amounts in minor units; `free_from_minor` None means that it is never free."""

    name: dict[str, str]
    carrier: str
    price_minor: int
    free_from_minor: int | None
    days: int
    position: int
    is_active: bool


@command
def set_delivery(key: str, terms: DeliveryTerms) -> None:
    """Make or change a way of delivery. One must stay on offer.

    Raises RuleViolation: bad_key, name_needed, last_delivery."""
    if not re.fullmatch("[a-z0-9_-]{2,40}", key):
        raise RuleViolation("bad_key", "Use 2 to 40 small letters, digits, hyphens or underscores for the key.", field="key")
    if not all(terms.name.get(lang) for lang in ("en", "zh")):
        raise RuleViolation("name_needed", "Enter a name in both languages.", field="name")
    others = select(func.count()).where(DeliveryMethod.is_active, DeliveryMethod.key != key)
    if not terms.is_active and not db.session.scalar(others):
        raise RuleViolation("last_delivery", "Customers need at least one way of delivery.", field="active")
    found = db.session.get(DeliveryMethod, key, with_for_update=True) or DeliveryMethod(key=key)
    for name, value in vars(terms).items():
        setattr(found, name, value)
    db.session.add(found)


@command
def tidy(*, now: datetime) -> None:
    """Expired quotes and bags that guests left long ago go."""
    db.session.execute(delete(Quote).where(Quote.expires_at < now))
    db.session.execute(delete(Cart).where(Cart.user_id.is_(None), Cart.changed_at < now - GUEST_FOR))
