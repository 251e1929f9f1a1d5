"""Checking out, paying, and cancelling what was not sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import Blueprint, flash, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor_or_none
from kit.errors import Conflict, RuleViolation
from kit.web.answers import answer, page, see_other
from kit.web.idempotency import once
from storefront.cart import bag
from storefront.cart.queries import option_text
from storefront.cart.rules import Change
from storefront.members.commands import addresses
from storefront.orders import access
from storefront.orders import queries as orders
from storefront.orders.access import for_its_customer
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments import checkout, gateway, queries
from storefront.payments.checkout import Desk
from storefront.payments.commands import checkout as commands
from storefront.payments.commands import closing
from storefront.payments.forms import CancelForm, CheckoutForm
from storefront.payments.provider import Outcome, label, settles
from storefront.payments.vocabulary import PaymentState, Settles

bp = Blueprint("checkout", __name__)


@bp.get("/checkout")
def show() -> Response:
    """Address, delivery and payment on one page, with the price that will be asked."""
    try:
        desk = checkout.laid_out(clock.now())
    except RuleViolation as refused:
        flash(_(refused.message), "error")
        return see_other("cart.show")
    return _page(desk, _form(desk, **_known(desk)))


@bp.get("/checkout/summary")
def summary() -> Response:
    """The sums with another delivery."""
    desk = checkout.laid_out(clock.now())
    price = desk.price(request.args.get("delivery"))
    back = partial(see_other, ".show")
    return answer("payments/_summary_box.html", desk=desk, price=price, option_text=option_text, otherwise=back)


@bp.post("/checkout")
def place() -> Response:
    """Place the order; the same form sent twice leads to the same order. A changed price, an empty shelf or a used coupon
    explains itself and keeps the bag."""
    now = clock.now()
    earlier = orders.by_key(checkout.key_of(bag.current_bag()))
    if earlier is not None:
        return _onward(earlier)
    try:
        desk = checkout.laid_out(now, keep=False)
    except RuleViolation as refused:
        flash(_(refused.message), "error")
        return see_other("cart.show")
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(checkout.laid_out(now), form, status=422)
    try:
        return _onward(_placed(desk, form))
    except (Conflict, RuleViolation) as refused:
        return _explained(form, refused, now)


@bp.get("/orders/<number>/pay")
@for_its_customer
def pay_page(order: Order) -> Response:
    """What is open and until when."""
    if order.status is not OrderStatus.PENDING_PAYMENT:
        return see_other("orders.show", number=order.number)
    return _pay_page(order)


@bp.post("/orders/<number>/pay")
@for_its_customer
@once
def pay(order: Order) -> Response:
    """Ask the gateway for the money. A lost answer is neither yes nor no: the page says so, and we keep asking."""
    outcome = gateway.charge(order.id, now=clock.now())
    if outcome is not None and outcome.outcome is Outcome.DECLINED:
        return _pay_page(order, status=422)
    if outcome is not None and outcome.outcome is Outcome.SUCCEEDED:
        flash(_("Thank you. Your payment has arrived."))
    return see_other("orders.show", number=order.number)


@bp.post("/orders/<number>/cancel")
@for_its_customer
@once
def cancel(order: Order) -> Response:
    """Cancel an order that was not sent; what was paid goes back the way it came."""
    person = actor_or_none()
    try:
        closing.cancel(order.id, actor_id=person.id if person else order.customer_id, now=clock.now())
    except RuleViolation as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("The order is cancelled. What you paid goes back the way it came."))
    return see_other("orders.show", number=order.number)


@bp.post("/orders/<number>/lines/<int:line_id>/cancel")
@once
def cancel_line(number: str, line_id: int) -> Response:
    """Take pieces out of an order that is not being packed yet; what they cost goes back."""
    order, person, form = access.visible_order(number), actor_or_none(), CancelForm()
    if not form.validate_on_submit():
        flash(next(iter(form.errors.values()))[0], "error")
        return see_other("orders.show", number=order.number)
    try:
        actor_id = person.id if person else order.customer_id
        closing.cancel_line(order.id, line_id, form.quantity.data, actor_id=actor_id, now=clock.now())
    except RuleViolation as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("Cancelled. What was paid goes back the way it came."))
    return see_other("orders.show", number=order.number)


def _explained(form: CheckoutForm, refused: Conflict | RuleViolation, now: datetime) -> Response:
    """Why the order was not placed, with the prices as they are now beside those that were shown. What can no longer be priced (an
    article that is gone, a coupon that was used meanwhile) is sorted out in the bag."""
    try:
        desk = checkout.laid_out(now)
    except RuleViolation as gone:
        flash(_(gone.message), "error")
        return see_other("cart.show")
    form.form_errors = [_(refused.message)]
    return _page(desk, form, status=refused.status, changes=checkout.changes_since(desk, form))


def _onward(order: Order) -> Response:
    access.grant_order(order.number, now=clock.now())
    is_open = order.status is OrderStatus.PENDING_PAYMENT
    return see_other(".pay_page" if is_open else "orders.show", number=order.number)


def _placed(desk: Desk, form: CheckoutForm) -> Order:
    now = clock.now()
    draft = checkout.draft_of(desk, form, now)
    customer_id = checkout.buyer(desk, form, str(get_locale() or "en"), now)
    provider = form.provider.data or (desk.gateways[0].key if desk.gateways else "")
    order = commands.order_bag(
        desk.bag, draft, provider=provider, purses=checkout.chosen_purses(desk, form), customer_id=customer_id, now=now
    )
    if desk.person is not None:
        where = draft.recipient
        addresses.remember_address(
            customer_id, recipient=where.name, phone=where.phone, street=where.address, region=where.region,
            postcode=where.postcode, now=now,
        )  # fmt: skip
    return order


def _form(desk: Desk, **given: object) -> CheckoutForm:
    deliveries, gateways = [method.key for method in desk.methods], [known.key for known in desk.gateways]
    return CheckoutForm.offering(deliveries, gateways, is_guest=desk.person is None, **given)


def _known(desk: Desk) -> dict[str, object]:
    """What we can fill in: the address used last (or the chosen one), and the usual choices."""
    chosen = request.args.get("address", type=int)
    book = desk.addresses
    entry = next((entry for entry in book if entry.id == chosen), book[0] if book else None)
    known: dict[str, object] = {"delivery": desk.methods[0].key, "provider": desk.gateways[0].key if desk.gateways else None}
    if entry is not None:
        fields = ("recipient", "phone", "street", "region", "postcode")
        known |= {name: getattr(entry, name) for name in fields}
    elif desk.person is not None:
        known |= {"recipient": desk.person.name, "phone": desk.person.phone or ""}
    return {"data": known}


def _page(desk: Desk, form: CheckoutForm, *, status: int = 200, changes: Sequence[Change] = ()) -> Response:
    form.quote.data = desk.quote.token if desk.quote else ""
    price = desk.price(form.delivery.data)
    return page(
        "payments/checkout.html", status=status, desk=desk, form=form, price=price, option_text=option_text, changes=changes
    )


def _pay_page(order: Order, *, status: int = 200) -> Response:
    payment = queries.latest_gateway_payment(order.id)
    declined = payment is not None and payment.status is PaymentState.FAILED
    waiting = payment is not None and payment.status is PaymentState.PENDING
    name = label(payment.provider) if payment else {}
    is_transfer = payment is not None and settles(payment.provider) is Settles.TRANSFER
    setting = queries.settings().get(payment.provider) if payment and is_transfer else None
    return page(
        "payments/pay.html",
        status=status,
        order=order,
        payment=payment,
        declined=declined,
        waiting=waiting,
        provider_name=name,
        transfer=is_transfer,
        words=setting.words if setting else {},
        received=queries.matched_minor(payment.id) if payment else 0,
    )
