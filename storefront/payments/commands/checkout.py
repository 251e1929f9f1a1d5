"""Checking out: the order and its tenders in one transaction, so that payable is always the sum of the tenders (I1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kit.db import command, db
from kit.errors import RuleViolation
from storefront.cart import commands as cart
from storefront.cart.models import Cart
from storefront.orders import queries as orders
from storefront.orders.commands import placing
from storefront.orders.commands.placing import Draft
from storefront.orders.models import Order
from storefront.payments import queries
from storefront.payments.commands import capturing
from storefront.payments.models import Payment, ProviderSetting
from storefront.payments.provider import GATEWAYS, PURSES, settles
from storefront.payments.vocabulary import PaymentState, Settles, Tender

KEYS = ("store_credit", "points")  # purses are emptied in this order, after the gateway's share in position


@command
def check_out(draft: Draft, *, provider: str, purses: Mapping[str, int] | None = None, customer_id: int, now: datetime) -> Order:
    """Place an order and record who pays what: each purse up to the amount given (minor units), `provider` the rest. Without a
    rest the order is paid at once. The same idempotency key gets the first order again.

    Raises what `placing.place` raises, and RuleViolation: balance_too_low, over_limit."""
    if provider in GATEWAYS:
        draft = replace(draft, pay_within=GATEWAYS.get(provider).pay_within)
    order = placing.place(draft, customer_id=customer_id, now=now)
    if queries.payments_of(order.id):
        return order
    rest, shares = order.payable_minor, {}
    for key in KEYS:
        shares[key] = min((purses or {}).get(key, 0), rest)
        rest -= shares[key]
    if rest:
        _check_limit(provider, rest)
        add_tender(order, 1, provider, Tender.PSP, rest, now=now)
    for position, key in enumerate(KEYS, start=2):
        if shares[key] > 0:
            _take(order, position, key, shares[key], now)
    if rest == 0:
        capturing.finish_if_covered(orders.with_lines(order.id, lock=True), now=now)
    elif settles(provider) is Settles.TRANSFER:
        queries.payments_of(order.id)[0].status = PaymentState.PENDING
    elif settles(provider) is Settles.AT_DOOR:
        capturing.confirm_at_door(orders.with_lines(order.id, lock=True), now=now)
    return order


@command
def order_bag(
    bag: Cart, draft: Draft, *, provider: str, purses: Mapping[str, int] | None = None, customer_id: int, now: datetime
) -> Order:
    """Check out what is in a bag, and empty it. Raises what `check_out` raises; the bag is kept then."""
    order = check_out(draft, provider=provider, purses=purses, customer_id=customer_id, now=now)
    cart.empty(bag, now=now)
    return order


@command
def add_tender(order: Order, position: int, provider: str, tender: Tender, amount_minor: int, *, now: datetime) -> Payment:
    """A payment row that waits for its money."""
    payment = Payment(
        order_id=order.id, position=position, provider=provider, tender=tender, currency=order.currency, amount_minor=amount_minor,
        idempotency_key=f"order-{order.number}-{position}", created_at=now,
    )  # fmt: skip
    db.session.add(payment)
    db.session.flush()
    return payment


def _check_limit(provider: str, amount_minor: int) -> None:
    setting = db.session.get(ProviderSetting, provider)
    if setting is not None and setting.limit_minor is not None and amount_minor > setting.limit_minor:
        raise RuleViolation("over_limit", "This amount is too high for this way of payment. Choose another one.", field="provider")


def _take(order: Order, position: int, key: str, amount_minor: int, now: datetime) -> None:
    """Purses are emptied at placement and given back if the order is never paid."""
    purse = PURSES.get(key)
    payment = add_tender(order, position, key, purse.tender, amount_minor, now=now)
    purse.take(order.customer_id, amount_minor, order.currency, ("payment", str(payment.id)), now)
    payment.status = PaymentState.PENDING
