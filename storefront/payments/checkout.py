"""What the checkout shows and takes: one look at bag, prices, purses and address book. Only for edges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request

from kit import profile
from kit.accounts import commands as people
from kit.accounts.guards import actor_or_none
from kit.accounts.models import User
from kit.errors import Conflict, RuleViolation
from kit.web.idempotency import FIELD
from storefront.cart import bag, queries
from storefront.cart import commands as cart
from storefront.cart.models import Cart, DeliveryMethod, Quote
from storefront.cart.queries import Entry
from storefront.cart.rules import Change, Pricing, changes
from storefront.members import queries as members
from storefront.members.models import Address
from storefront.orders.commands.placing import Draft, Recipient
from storefront.orders.vocabulary import Channel
from storefront.payments import queries as payments
from storefront.payments.forms import CheckoutForm
from storefront.payments.provider import PURSES, Gateway

_CHANGED = "A price changed while you were ordering. Look at the new total and confirm again."
_EXPIRED = "You looked at these prices more than half an hour ago. Here they are as of now: confirm again."


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything the checkout page shows."""

    person: User | None
    bag: Cart
    entries: list[Entry]
    methods: list[DeliveryMethod]
    prices: Mapping[str, Pricing]
    quote: Quote | None
    gateways: list[Gateway]
    purses: dict[str, int]
    addresses: list[Address]

    def price(self, delivery: str | None) -> Pricing:
        """The price with the chosen delivery, else with the usual one."""
        return self.prices.get(delivery or "") or next(iter(self.prices.values()))


def laid_out(now: datetime, *, keep: bool = True) -> Desk:
    """Read the request's bag and price it for every delivery; `keep` remembers the prices as a quote. Raises what
    `pricings` raises (RuleViolation: empty_cart, not_sold, coupon_unknown, coupon_gone)."""
    bag.merge_guest_bag(now)
    person, found = actor_or_none(), bag.current_bag()
    entries, methods = queries.entries(found), queries.deliveries()
    if found is None or not entries:
        raise RuleViolation("empty_cart", "Your bag is empty. Choose something first.")
    wanted = [(entry.sku.id, entry.quantity) for entry in entries]
    customer_id = person.id if person else None
    prices, _ = queries.pricings(wanted, methods, customer_id=customer_id, coupon=found.coupon_code, now=now)
    return Desk(
        person=person, bag=found, entries=entries, methods=methods, prices=prices, gateways=offered_gateways(),
        quote=cart.keep_quote(found, prices, now=now) if keep else None, purses=_purses(customer_id),
        addresses=members.addresses(customer_id) if customer_id else [],
    )  # fmt: skip


def offered_gateways() -> list[Gateway]:
    """The gateways customers may choose; the test ones only in a demo shop and in development."""
    return payments.offered(
        tests_too=profile.current().is_demo or current_app.config["SETTINGS"].development or current_app.testing
    )


def key_of(found: Cart | None) -> str | None:
    """The key of the sent form, bound to the sender's bag, so that it proves itself and nobody else's order is found by it."""
    sent = request.form.get(FIELD, "")[:100]
    return f"bag-{found.id}-{sent}" if found is not None and sent else None


def draft_of(desk: Desk, form: CheckoutForm, now: datetime) -> Draft:
    """What the form asks for, bound to the prices that its quote showed. Raises Conflict: price_changed, quote_expired."""
    quote = queries.quote_by_token(form.quote.data or "", cart_id=desk.bag.id)
    seen = quote.snapshot.get(form.delivery.data) if quote else None
    if quote is None or seen is None:
        raise Conflict("price_changed", _CHANGED)
    if quote.expires_at <= now:
        raise Conflict("quote_expired", _EXPIRED)
    where = Recipient(
        name=form.recipient.data, phone=form.phone.data, address=form.street.data, region=form.region.data,
        postcode=form.postcode.data or "",
    )  # fmt: skip
    return Draft(
        wanted=[(entry.sku.id, entry.quantity) for entry in desk.entries], recipient=where, delivery=form.delivery.data,
        coupon=desk.bag.coupon_code, note=form.note.data or "", fingerprint=seen["fingerprint"], idempotency_key=key_of(desk.bag),
        is_guest=desk.person is None, channel=_channel(),
    )  # fmt: skip


def changes_since(desk: Desk, form: CheckoutForm) -> list[Change]:
    """What the form's quote showed and what it is now, for the chosen delivery; nothing when the quote is unknown."""
    quote = queries.quote_by_token(form.quote.data or "", cart_id=desk.bag.id)
    seen = quote.snapshot.get(form.delivery.data or "") if quote else None
    return changes(seen.get("shown", {}), desk.price(form.delivery.data)) if seen else []


def buyer(desk: Desk, form: CheckoutForm, locale: str, now: datetime) -> int:
    """The signed-in person, or the guest behind the address in the form."""
    if desk.person is not None:
        return desk.person.id
    return people.person(form.email.data, form.recipient.data, locale=locale, phone=form.phone.data, now=now).id


def chosen_purses(desk: Desk, form: CheckoutForm) -> dict[str, int]:
    """The purses that were ticked, each with all that is in it."""
    ticked = {"store_credit": form.use_store_credit.data, "points": form.use_points.data}
    return {key: held for key, held in desk.purses.items() if ticked.get(key)}


def _purses(customer_id: int | None) -> dict[str, int]:
    if customer_id is None:
        return {}
    currency = profile.current().currency
    held = {purse.key: purse.balance(customer_id, currency) for purse in PURSES}
    return {key: amount for key, amount in held.items() if amount > 0}


def _channel() -> Channel:
    return Channel.MOBILE if "Mobi" in request.headers.get("User-Agent", "") else Channel.PC
