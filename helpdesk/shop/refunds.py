"""Money going back: asked for by the desk, owned by the shop's payments."""

from collections.abc import Sequence
from datetime import datetime

from helpdesk.shop import records, views
from storefront.payments import queries
from storefront.payments.commands import refunding, settling
from storefront.payments.commands.holding import Part
from storefront.payments.models import Refund
from storefront.payments.vocabulary import RefundKind


def request_refund(
    order_id: int, parts: Sequence[records.RefundPart], reason: str, reference: str, requester_id: int | None, now: datetime, *,
    case_ref: str | None = None, kind: str = "goods", needs_approval: bool | None = None,
) -> records.Refund:  # fmt: skip
    """Ask for a refund; the same `reference` again gets the first one. It goes out once the transaction has committed, or waits
    for a second person above the shop's limit (`needs_approval` overrides the limit). Watch RefundSucceeded and RefundFailed.

    Raises RuleViolation: nothing_refundable, over_amount, line_of_other_order; Conflict("reference_reused")."""
    asked = [Part(**vars(part)) for part in parts]
    row = refunding.request(
        order_id, asked, reference=reference, reason=reason, kind=RefundKind(kind), case_ref=case_ref, requester_id=requester_id,
        needs_approval=needs_approval, now=now,
    )  # fmt: skip
    return _record(row)


def approve_refund(refund_id: int, approver_id: int, now: datetime) -> records.Refund:
    """A second person lets a held refund go. Raises NotAllowed for the requester, Conflict("not_held"), NotFound."""
    return _record(refunding.approve(refund_id, approver_id=approver_id, now=now))


def retry_refund(refund_id: int, *, actor_id: int, now: datetime) -> records.Refund:
    """Try the declined shares again. Raises Conflict("not_failed"), RuleViolation("over_amount"), NotFound."""
    return _record(refunding.retry(refund_id, actor_id=actor_id, now=now))


def pay_out_manually(refund_tender_id: int, proof: str, *, actor_id: int, now: datetime) -> records.Refund:
    """A declined share was paid by other means; `proof` names the receipt. Raises Conflict("not_failed"), NotFound."""
    return _record(settling.pay_out_manually(refund_tender_id, proof, actor_id=actor_id, now=now))


def refund(refund_id: int) -> records.Refund:
    """Raises NotFound."""
    return _record(queries.refund(refund_id))


def refunds(reference: str) -> list[records.Refund]:
    """Refunds whose reference is this one, or begins with it and a colon; the oldest first."""
    return [views.refund(row) for row in queries.refunds(reference=reference)]


def refunds_of_order(order_id: int) -> list[records.Refund]:
    """All refunds of an order, the oldest first."""
    return [views.refund(row) for row in queries.refunds(order_id=order_id)]


def units_refunded(order_line_id: int) -> int:
    """Units of a line whose money went back or is on its way (k of R2)."""
    return queries.units_refunded(order_line_id)


def _record(row: Refund) -> records.Refund:
    return next(views.refund(found) for found in queries.refunds(reference=row.reference) if found.id == row.id)
