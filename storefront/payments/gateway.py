"""Calling gateways, always outside a transaction: the intent is committed before, the outcome after."""

from collections.abc import Callable
from datetime import datetime

from storefront.payments.commands import capturing, settling
from storefront.payments.commands.settling import Sending
from storefront.payments.models import Payment
from storefront.payments.provider import GATEWAYS, Answer, GatewayLost, Outcome
from storefront.payments.vocabulary import PaymentState


def charge(order_id: int, *, now: datetime) -> Answer | None:
    """Ask the gateway for the open part of an order. None when nothing is open or an attempt is already under way."""
    wanted = capturing.begin(order_id, now=now)
    if wanted is None:
        return None
    gateway = GATEWAYS.get(wanted.provider)
    answer = _asked(lambda: gateway.create(wanted.key, wanted.amount_minor, wanted.currency))
    capturing.record(wanted.payment_id, answer, now=now)
    return answer


def reconcile_charge(payment: Payment, *, now: datetime) -> None:
    """Ask what became of a charge whose answer was lost."""
    if payment.provider not in GATEWAYS:
        return
    gateway, key = GATEWAYS.get(payment.provider), payment.idempotency_key
    capturing.postpone(payment.id, now=now)
    answer = _asked(lambda: gateway.query(key))
    if answer.outcome is Outcome.PENDING and payment.status is not PaymentState.PENDING:
        _asked(lambda: gateway.cancel(key))  # the order ended meanwhile: it need not be paid any more
    capturing.record(payment.id, answer, now=now)


def send_refund(tender_id: int, *, now: datetime) -> None:
    """Send one share of a refund, or ask what became of it."""
    sending = settling.claim(tender_id, now=now)
    if sending is not None:
        settling.record(tender_id, _refunded(sending), now=now)


def _refunded(sending: Sending) -> Answer:
    if sending.provider not in GATEWAYS:
        return Answer(Outcome.DECLINED, failure="no_gateway")
    gateway = GATEWAYS.get(sending.provider)
    answer = Answer(Outcome.NOT_FOUND) if sending.is_first else _asked(lambda: gateway.query_refund(sending.key))
    if answer.outcome is not Outcome.NOT_FOUND or not (sending.is_first or sending.may_resend):
        return answer
    return _asked(
        lambda: gateway.refund(sending.key, sending.amount_minor, charge_key=sending.charge_key, currency=sending.currency)
    )


def _asked(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    except GatewayLost as lost:
        return Answer(Outcome.UNKNOWN, failure=str(lost))
