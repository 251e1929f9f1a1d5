"""Asking for money to go back: held on each tender by conditional updates, so that never more leaves than came in."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from kit import numbers, profile
from kit.db import command, db, lock, next_value
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import publish
from kit.queue import enqueue_after_commit
from storefront.events import RefundRequested
from storefront.orders.models import Order
from storefront.payments import queries
from storefront.payments.commands import following, holding
from storefront.payments.commands.holding import Part
from storefront.payments.models import Payment, Refund, RefundPart, RefundTender
from storefront.payments.vocabulary import APPROVAL_LIMIT_MINOR, RefundKind, RefundState

SEND = "storefront.payments.jobs.send_refund"


@command
def request(
    order_id: int, parts: Sequence[Part], *, reference: str, reason: str, kind: RefundKind = RefundKind.GOODS,
    case_ref: str | None = None, requester_id: int | None = None, needs_approval: bool | None = None, now: datetime,
) -> Refund:  # fmt: skip
    """Hold the money of a refund on the order's tenders (R5) and let it go out once the transaction has committed; above the
    limit it waits for a second person. A repeat of `reference` with the same content gets the first refund.

    Raises RuleViolation: nothing_refundable, over_amount (R10), line_of_other_order; Conflict("reference_reused"); NotFound."""
    lock(Order, order_id)
    fingerprint = hashlib.sha256(repr((order_id, tuple(parts))).encode()).hexdigest()
    earlier = queries.refund_by_reference(reference)
    if earlier is not None:
        if earlier.fingerprint != fingerprint:
            raise Conflict("reference_reused", "This refund was already requested with another amount.")
        return earlier
    amount = sum(part.amount_minor for part in parts)
    if amount <= 0 or any(part.amount_minor < 0 for part in parts):
        raise RuleViolation("nothing_refundable", "There is nothing left to refund here.")
    for part in parts:
        holding.book(order_id, part, 1)
    waived = holding.waive(order_id, amount)
    rest = amount - sum(share for _payment, share in waived)
    shares = holding.hold(order_id, rest) if rest else []
    waits = rest > APPROVAL_LIMIT_MINOR if needs_approval is None else needs_approval
    refund = Refund(
        number=_new_number(now), reference=reference, order_id=order_id, case_ref=case_ref, kind=kind, amount_minor=amount,
        status=RefundState.HELD if waits else RefundState.READY, currency=(waived + shares)[0][0].currency,
        tax_minor=sum(part.tax_minor for part in parts), fingerprint=fingerprint, reason=reason, requester_id=requester_id,
        requested_at=now, parts=[RefundPart(**vars(part)) for part in parts],
    )  # fmt: skip
    refund.tenders = [_tender(payment, share, refund.status, now) for payment, share in shares]
    refund.tenders += [_waived(payment, share, now) for payment, share in waived]
    _filed(refund, waits=waits and rest > 0, now=now)
    if not rest:
        following.follow(refund, now=now)
    return refund


@command
def refund_payment(payment_id: int, *, reference: str, reason: str, now: datetime) -> Refund:
    """Send one payment back in full, whatever it was for: money that came too late or twice. Safe to repeat. Raises NotFound."""
    payment = lock(Payment, payment_id)
    earlier = queries.refund_by_reference(reference)
    if earlier is not None:
        return earlier
    amount = payment.refundable_minor
    holding.raise_held(payment, amount)
    refund = Refund(
        number=_new_number(now), reference=reference, order_id=payment.order_id, kind=RefundKind.DIFFERENCE, amount_minor=amount,
        status=RefundState.READY, currency=payment.currency, fingerprint=reference, reason=reason, requested_at=now,
        parts=[RefundPart(amount_minor=amount)], tenders=[_tender(payment, amount, RefundState.READY, now)],
    )  # fmt: skip
    return _filed(refund, waits=False, now=now)


@command
def approve(refund_id: int, *, approver_id: int, now: datetime) -> Refund:
    """A second person lets a held refund go. Raises NotAllowed for the requester, Conflict("not_held") when it is not waiting."""
    refund = queries.refund(refund_id, lock_order=True)
    if refund.requester_id == approver_id:
        raise NotAllowed("approve", refund.number, "Somebody else must approve a refund that you requested.")
    if refund.status is not RefundState.HELD:
        raise Conflict("not_held", "This refund is no longer waiting for approval.")
    refund.status, refund.approver_id, refund.approved_at = RefundState.READY, approver_id, now
    for tender in refund.tenders:
        tender.status, tender.next_try_at = RefundState.READY, now
    enqueue_after_commit(SEND, refund.id)
    return refund


@command
def retry(refund_id: int, *, actor_id: int | None, now: datetime) -> Refund:
    """Try the declined tenders of a refund again, each as a new row with a new key.

    Raises RuleViolation("over_amount") when the money was refunded otherwise meanwhile, Conflict("not_failed")."""
    refund = queries.refund(refund_id, lock_order=True)
    failed = queries.open_failures(refund)
    if not failed:
        raise Conflict("not_failed", "No part of this refund has failed.")
    for tender in failed:
        hold_again(refund, tender)
        payment = lock(Payment, tender.payment_id)
        refund.tenders.append(_tender(payment, tender.amount_minor, RefundState.READY, now, attempt_of=tender.id))
    refund.status = RefundState.READY
    enqueue_after_commit(SEND, refund.id)
    return refund


@command
def hold_again(refund: Refund, tender: RefundTender) -> None:
    """Take up a declined share once more: its money, and the lines if the whole refund had let them go.

    Raises RuleViolation("over_amount")."""
    if not queries.is_booked(refund):
        for part in refund.parts:
            holding.book(refund.order_id, _as_part(part), 1)
    holding.raise_held(lock(Payment, tender.payment_id), tender.amount_minor)


def _filed(refund: Refund, *, waits: bool, now: datetime) -> Refund:
    db.session.add(refund)
    db.session.flush()
    publish(
        RefundRequested(
            refund_id=refund.id, order_id=refund.order_id, case_ref=refund.case_ref, reference=refund.reference,
            amount_minor=refund.amount_minor, needs_approval=waits, actor_id=refund.requester_id, at=now,
        )
    )  # fmt: skip
    if not waits:
        enqueue_after_commit(SEND, refund.id)
    return refund


def _tender(payment: Payment, amount: int, status: RefundState, now: datetime, attempt_of: int | None = None) -> RefundTender:
    due = now if status is RefundState.READY else None
    return RefundTender(
        payment_id=payment.id, amount_minor=amount, status=status, attempt_of=attempt_of, next_try_at=due, payment=payment
    )


def _waived(payment: Payment, amount: int, now: datetime) -> RefundTender:
    """A share that was never taken in, so nothing needs to be sent."""
    done = RefundState.SUCCEEDED
    return RefundTender(payment_id=payment.id, amount_minor=amount, status=done, sent_at=None, finished_at=now, payment=payment)


def _as_part(part: RefundPart) -> Part:
    return Part(
        order_line_id=part.order_line_id, order_shipping_id=part.order_shipping_id, quantity=part.quantity,
        amount_minor=part.amount_minor, tax_minor=part.tax_minor,
    )  # fmt: skip


def _new_number(now: datetime) -> str:
    return numbers.serial_number("F", now.astimezone(profile.current().zone).date(), next_value("refund_number"))
