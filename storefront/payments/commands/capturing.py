"""Money coming in. Every change locks the order first, so capture, time-out and refund never cross."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from kit.db import claimed, command, db, lock
from kit.events import publish
from storefront.events import LatePayment, PaymentCaptured
from storefront.orders import queries as orders
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments import queries, rules
from storefront.payments.commands import refunding
from storefront.payments.models import Payment
from storefront.payments.provider import PURSES, Answer, Outcome, settles
from storefront.payments.vocabulary import PaymentState, Settles, Tender

_QUERY_PACE = 3  # as after the third try


@dataclass(frozen=True)
class Charge:
    """What to ask a gateway for."""

    payment_id: int
    provider: str
    key: str
    amount_minor: int
    currency: str


@command
def begin(order_id: int, *, now: datetime) -> Charge | None:
    """Write the intent to charge the open part of an order; the caller then asks the gateway. A declined attempt is followed by a
    new one with a new key. None when nothing is open or an attempt is under way."""
    order = orders.with_lines(order_id, lock=True)
    latest = queries.latest_gateway_payment(order_id)
    if order.status is not OrderStatus.PENDING_PAYMENT or latest is None:
        return None
    if latest.status is PaymentState.FAILED:
        latest = _next_attempt(latest, now)
    due = Payment.id == latest.id, Payment.status == PaymentState.CREATED
    waiting = {"status": PaymentState.PENDING, "next_query_at": now + rules.wait_before_try(1)}
    if not claimed(update(Payment).where(*due).values(**waiting)):
        return None
    return Charge(latest.id, latest.provider, latest.idempotency_key, latest.amount_minor, latest.currency)


@command
def record(payment_id: int, answer: Answer, *, now: datetime) -> None:
    """Note what the gateway answered. Unknown and pending wait for the reconciliation."""
    if answer.outcome is Outcome.SUCCEEDED:
        capture(payment_id, reference=answer.reference, now=now)
    elif answer.outcome in {Outcome.DECLINED, Outcome.NOT_FOUND} and _is_given_up(payment_id):
        _stop_asking(payment_id)
    elif answer.outcome is Outcome.DECLINED:
        open_ = Payment.id == payment_id, Payment.status.in_([PaymentState.CREATED, PaymentState.PENDING])
        failed = {"status": PaymentState.FAILED, "failure": answer.failure or "declined", "next_query_at": None}
        db.session.execute(update(Payment).where(*open_).values(**failed), execution_options={"synchronize_session": "fetch"})
    elif answer.outcome is Outcome.NOT_FOUND:
        unsent = Payment.id == payment_id, Payment.status == PaymentState.PENDING
        db.session.execute(
            update(Payment).where(*unsent).values(status=PaymentState.CREATED, next_query_at=None),
            execution_options={"synchronize_session": "fetch"},
        )


@command
def capture(payment_id: int, *, reference: str = "", now: datetime) -> bool:
    """The whole amount of a payment is in; when all tenders are, the order is paid. False when it was known already. Money for a
    closed order goes back in full by itself and is told as LatePayment. Raises NotFound."""
    order = orders.with_lines(queries.order_of_payment(payment_id), lock=True)
    payment = lock(Payment, payment_id)
    if payment.status is PaymentState.CAPTURED:
        return False
    _take_in(payment, now)
    payment.provider_ref, payment.next_query_at = reference or payment.provider_ref, None
    db.session.flush()
    if order.status is OrderStatus.PENDING_PAYMENT:
        finish_if_covered(order, now=now)
    elif settles(payment.provider) is Settles.AT_DOOR and order.status is not OrderStatus.CLOSED:
        order.paid_at = order.paid_at or now
        _follow(order)
    elif payment.case_ref is None:
        _send_back(order, payment, now)
    return True


@command
def confirm_at_door(order: Order, *, now: datetime) -> None:
    """The rest is paid to the courier: the purses count as captured and the order goes to the warehouse. `order` must be locked and
    come with its lines."""
    for tender in queries.payments_of(order.id):
        if tender.provider in PURSES:
            _take_in(tender, now)
        tender.status = PaymentState.CAPTURED if tender.provider in PURSES else PaymentState.PENDING
    db.session.flush()
    lifecycle.confirm(order, now=now)
    _follow(order)


@command
def collect_at_door(order_id: int, *, now: datetime) -> None:
    """Everything arrived: the courier has the money. Safe to repeat."""
    for payment in queries.payments_of(order_id):
        if settles(payment.provider) is Settles.AT_DOOR and payment.status is PaymentState.PENDING:
            capture(payment.id, now=now)


@command
def postpone(payment_id: int, *, now: datetime) -> None:
    """An answer is being asked for: the next try is later, so that two workers do not ask at once for long."""
    waiting = Payment.id == payment_id, Payment.next_query_at.is_not(None)
    db.session.execute(
        update(Payment).where(*waiting).values(next_query_at=now + rules.wait_before_try(_QUERY_PACE)),
        execution_options={"synchronize_session": "fetch"},
    )


@command
def finish_if_covered(order: Order, *, now: datetime) -> None:
    """Once all gateway money is in, the purses count as captured and the order is paid. `order` must be locked and come with its
    lines."""
    tenders = [tender for tender in queries.payments_of(order.id) if tender.case_ref is None]
    purses = [tender for tender in tenders if tender.provider in PURSES and tender.status is PaymentState.PENDING]
    captured = sum(tender.captured_minor for tender in tenders)
    if captured + sum(purse.amount_minor for purse in purses) < order.payable_minor:
        lifecycle.follow_money(order, captured=captured, refunded=0)
        return
    for purse in purses:
        _take_in(purse, now)
    lifecycle.mark_paid(order, now=now)


def _take_in(payment: Payment, now: datetime) -> None:
    """All that is owed on a tender is in."""
    payment.captured_minor += payment.owed_minor
    payment.status, payment.captured_at = PaymentState.CAPTURED, now
    amount = payment.captured_minor
    publish(PaymentCaptured(order_id=payment.order_id, payment_id=payment.id, amount_minor=amount, at=now))


def _follow(order: Order) -> None:
    sums = queries.money_of(order.id)
    lifecycle.follow_money(order, captured=sums.captured, refunded=sums.refunded, waived=sums.waived)


def _is_given_up(payment_id: int) -> bool:
    """Did the order end while the answer was out?"""
    return db.session.get_one(Payment, payment_id, populate_existing=True).status in {PaymentState.EXPIRED, PaymentState.CANCELLED}


def _stop_asking(payment_id: int) -> None:
    db.session.execute(
        update(Payment).where(Payment.id == payment_id).values(next_query_at=None),
        execution_options={"synchronize_session": "fetch"},
    )


def _next_attempt(failed: Payment, now: datetime) -> Payment:
    position = max(payment.position for payment in queries.payments_of(failed.order_id)) + 1
    attempt = Payment(
        order_id=failed.order_id, position=position, provider=failed.provider, tender=Tender.PSP, currency=failed.currency,
        amount_minor=failed.amount_minor, idempotency_key=f"{failed.idempotency_key.rsplit('-', 1)[0]}-{position}", created_at=now,
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _send_back(order: Order, payment: Payment, now: datetime) -> None:
    """Late money: never reopen silently (returns.md section 2)."""
    refunding.refund_payment(payment.id, reference=f"late:{payment.id}", reason="late_payment", now=now)
    publish(LatePayment(order_id=order.id, payment_id=payment.id, amount_minor=payment.amount_minor, at=now))
