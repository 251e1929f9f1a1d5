"""Refunds leaving the house: intent committed first, then the gateway is called, then the outcome is noted. Unknown is not failed:
nothing is released, and the same key with the same content is tried again, or only asked for after a day."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update

from kit.db import claimed, command, db, lock
from kit.errors import Conflict
from storefront.orders import queries as orders
from storefront.payments import queries, rules
from storefront.payments.commands import following, refunding
from storefront.payments.models import Payment, Refund, RefundTender
from storefront.payments.provider import PURSES, Answer, Outcome, settles
from storefront.payments.vocabulary import QUERY_FOR, RESEND_FOR, RefundState, Settles

_GOING = (RefundState.READY, RefundState.PROCESSING, RefundState.UNKNOWN)
_LEASE = 3  # as after the third try: a sender that died is taken over after two minutes


@dataclass(frozen=True)
class Sending:
    """What to ask a gateway for. The first time it is sent; later it is asked for, and sent again only while `may_resend`."""

    tender_id: int
    provider: str
    key: str
    charge_key: str
    amount_minor: int
    currency: str
    is_first: bool
    may_resend: bool


@command
def claim(tender_id: int, *, now: datetime) -> Sending | None:
    """Take a refund's tender that is due, so that no other worker sends it too. A purse is settled here and now. None when it is
    not due, was taken or is settled."""
    after = RefundTender.tries + 1
    is_due = or_(RefundTender.status == RefundState.READY, RefundTender.next_try_at <= now)
    due = RefundTender.id == tender_id, RefundTender.status.in_(_GOING), is_due
    lease = {"status": RefundState.PROCESSING, "tries": after, "next_try_at": now + rules.wait_before_try(_LEASE)}
    if not claimed(update(RefundTender).where(*due).values(**lease)):
        return None
    tender, payment = queries.tender_and_payment(tender_id)
    refund = queries.refund(tender.refund_id)
    if payment.provider in PURSES:
        customer_id = orders.with_lines(refund.order_id).customer_id
        source = ("refund", str(tender.id))
        PURSES.get(payment.provider).give_back(customer_id, tender.amount_minor, payment.currency, source, now)
        record(tender_id, Answer(Outcome.SUCCEEDED), now=now)
        return None
    is_first = tender.sent_at is None
    tender.sent_at = tender.sent_at or now
    tender.body_hash = _same_body(tender, payment)
    refund.status = following.state_of(refund)
    return Sending(
        tender_id, payment.provider, tender.key, payment.idempotency_key, tender.amount_minor, payment.currency,
        is_first=is_first, may_resend=now - tender.sent_at < RESEND_FOR,
    )  # fmt: skip


@command
def record(tender_id: int, answer: Answer, *, now: datetime) -> None:
    """Note the outcome of one tender; a repeat changes nothing (I10)."""
    tender, _ = queries.tender_and_payment(tender_id)
    refund = queries.refund(tender.refund_id, lock_order=True)
    tender = lock(RefundTender, tender_id)
    if tender.status not in _GOING:
        return
    if answer.outcome is Outcome.SUCCEEDED:
        _succeed(tender, answer, now)
    elif answer.outcome is Outcome.DECLINED or _is_lost_for_good(tender, answer, now):
        _fail(tender, answer.failure or "declined", now)
    else:
        tender.status, tender.next_try_at = RefundState.UNKNOWN, now + rules.wait_before_try(tender.tries)
    db.session.flush()
    following.follow(refund, answer.failure, now=now)


@command
def pay_out_manually(tender_id: int, proof: str, *, actor_id: int, now: datetime) -> Refund:
    """A supervisor paid a declined share by other means; `proof` names the receipt. The tender can pay that much less from now on.

    Raises Conflict("not_failed"), RuleViolation("over_amount")."""
    tender, payment = queries.tender_and_payment(tender_id)
    refund = queries.refund(tender.refund_id, lock_order=True)
    tender = lock(RefundTender, tender_id)
    if tender not in queries.open_failures(refund):
        raise Conflict("not_failed", "No part of this refund has failed.")
    refunding.hold_again(refund, tender)
    _move(payment.id, tender.amount_minor, paid=True)
    tender.status, tender.proof, tender.finished_at = RefundState.SUCCEEDED_MANUAL, proof, now
    refund.approver_id = refund.approver_id or (actor_id if actor_id != refund.requester_id else None)
    db.session.flush()
    following.follow(refund, now=now)
    return refund


@command
def confirm_payout(tender_id: int, proof: str, *, now: datetime) -> Refund:
    """Somebody paid a share back by hand, because its way of payment has no interface (a transfer, the courier's money). `proof`
    names the receipt. Raises Conflict("not_waiting"), NotFound."""
    tender, payment = queries.tender_and_payment(tender_id)
    refund = queries.refund(tender.refund_id, lock_order=True)
    tender = lock(RefundTender, tender_id)
    if tender.status not in _GOING or settles(payment.provider) in {None, Settles.ONLINE}:
        raise Conflict("not_waiting", "This share is not waiting to be paid out by hand.")
    tender.proof = proof
    _succeed(tender, Answer(Outcome.SUCCEEDED), now)
    db.session.flush()
    following.follow(refund, now=now)
    return refund


def _succeed(tender: RefundTender, answer: Answer, now: datetime) -> None:
    _move(tender.payment_id, tender.amount_minor, paid=True)
    tender.status, tender.finished_at, tender.next_try_at = RefundState.SUCCEEDED, now, None
    tender.provider_ref = answer.reference or tender.provider_ref


def _fail(tender: RefundTender, failure: str, now: datetime) -> None:
    """A definite no: what was held is free again; a retry is a new row with a new key."""
    _move(tender.payment_id, tender.amount_minor, paid=False)
    tender.status, tender.failure, tender.finished_at, tender.next_try_at = RefundState.FAILED, failure, now, None


def _move(payment_id: int, amount: int, *, paid: bool) -> None:
    """From held to refunded, or just no longer held."""
    values = {"refund_held_minor": Payment.refund_held_minor - amount}
    if paid:
        values["refunded_minor"] = Payment.refunded_minor + amount
    if not claimed(update(Payment).where(Payment.id == payment_id, Payment.refund_held_minor >= amount).values(**values)):
        raise Conflict("not_held", "This refund is no longer held on its payment.")


def _is_lost_for_good(tender: RefundTender, answer: Answer, now: datetime) -> bool:
    """The gateway never heard of it, and may no longer be asked to do it under the old key."""
    return answer.outcome is Outcome.NOT_FOUND and tender.sent_at is not None and now - tender.sent_at >= QUERY_FOR


def _same_body(tender: RefundTender, payment: Payment) -> str:
    """The digest of what is sent under the key; it must never change. Raises RuntimeError."""
    body = hashlib.sha256(f"{tender.key}|{payment.idempotency_key}|{tender.amount_minor}|{payment.currency}".encode()).hexdigest()
    if tender.body_hash and tender.body_hash != body:
        raise RuntimeError(f"refund tender {tender.id} would be sent with other content under the same key")
    return body
