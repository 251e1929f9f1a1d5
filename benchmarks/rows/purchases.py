"""Buying and bringing back: checkout and return request by their forms, the refund by its command."""

from collections.abc import Iterator, Sequence

from benchmarks import goods, timing
from benchmarks.house import House
from benchmarks.load import each, request
from benchmarks.people import SignedIn
from benchmarks.registry import Figure, row
from helpdesk import shop
from helpdesk.returns.commands import requesting
from helpdesk.returns.vocabulary import CaseType, Reason
from helpdesk.shop import RefundPart
from kit import clock
from kit.db import command
from storefront.cart import commands as cart
from storefront.cart import queries as carts
from storefront.catalogue.models import Product
from storefront.orders.models import Order
from storefront.payments.providers import test_wallet

ADDRESS = {"recipient": "Hannah Brooks", "phone": "13912345520", "street": "88 Hengshan Road", "region": "Shanghai"}


@row("checkout")
def checkout(house: House) -> Iterator[Figure]:
    """Each customer orders what lies in the bag, at the prices that the checkout page showed."""
    product = goods.shelve("checkout")
    forms = [_checkout_form(buyer, _quoted(product, buyer)) for buyer in house.customers]
    sent = [request("/checkout", session=buyer.cookie, form=form) for buyer, form in zip(house.customers, forms, strict=True)]
    yield Figure(work="checkout", value=each(house.port, sent, expect=303), unit="/s", at_least=100, growth=1.3)


@row("return")
def return_request(house: House) -> Iterator[Figure]:
    """The last step of the wizard; what the steps before it ask is kept."""
    orders = goods.deliver(goods.shelve("return"), house.customers)
    sent = [_return_form(order, buyer) for order, buyer in zip(orders, house.customers, strict=True)]
    yield Figure(work="return request", value=each(house.port, sent, expect=303), unit="/s", at_least=100, growth=1.3)


@row("refund")
def refund(house: House) -> Iterator[Figure]:
    """In one process, one after the other."""
    orders = goods.deliver(goods.shelve("refund"), house.customers)
    taken = timing.seconds(lambda: _refund_all(orders))
    yield Figure(work="refund asked for", value=len(orders) / taken, unit="/s", at_least=150, growth=1.3)


@command
def _quoted(product: Product, buyer: SignedIn) -> str:
    """Put the article into the buyer's bag and show the checkout page; the token of its prices."""
    now, user_id = clock.now(), buyer.user.id
    bag = cart.open_cart(user_id, None, now=now)
    cart.put(bag, product.skus[0].id, 1, now=now)
    wanted = [(product.skus[0].id, 1)]
    prices, _coupon = carts.pricings(wanted, carts.deliveries(), customer_id=user_id, coupon="", now=now)
    return cart.keep_quote(bag, prices, now=now).token


def _checkout_form(buyer: SignedIn, quote: str) -> dict[str, object]:
    keys: dict[str, object] = {"csrf_token": buyer.csrf, "idempotency_key": f"buy-{buyer.user.id}", "quote": quote}
    return keys | ADDRESS | {"delivery": "standard", "provider": test_wallet.TestWallet.key}


def _return_form(order: Order, buyer: SignedIn) -> bytes:
    filled_in: dict[str, object] = {
        "units": {str(order.lines[0].id): 1}, "reason": Reason.NO_LONGER_WANTED, "description": "I bought it twice.", "tokens": [],
        "type": CaseType.RETURN_REFUND,
    }  # fmt: skip
    requesting.save_draft(order.id, buyer.user.id, filled_in, now=clock.now())
    form = {"csrf_token": buyer.csrf, "idempotency_key": f"return-{order.id}", "order": order.number, "step": "review"}
    return request("/help/cases/new", session=buyer.cookie, form=form)


def _refund_all(orders: Sequence[Order]) -> None:
    for order in orders:
        line = order.lines[0]
        whole = RefundPart(order_line_id=line.id, quantity=1, amount_minor=line.payable_minor)
        shop.request_refund(order.id, [whole], "quality_defect", f"refund-{order.id}", None, clock.now())
