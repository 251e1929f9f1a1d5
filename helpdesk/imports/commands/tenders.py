"""How imported orders were paid."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_

from helpdesk.imports.commands import bulk
from helpdesk.imports.records import OrderRecord
from helpdesk.imports.vocabulary import OrderState
from storefront.payments.models import Payment
from storefront.payments.vocabulary import PaymentState, Tender

PROVIDER = "import"
_UNREFUNDED = and_(Payment.refunded_minor == 0, Payment.refund_held_minor == 0)
VOUCHERS = frozenset({"voucher", "gift_card", "coupon", "礼品卡"})


def captured(record: OrderRecord) -> int:
    """What was paid in, in minor units; nothing of an order that still waits for payment."""
    return 0 if record.status is OrderState.PENDING_PAYMENT else sum(payment.amount_minor for payment in record.payments)


def write_payments(ids: Mapping[str, int], records: Sequence[OrderRecord], origin: str) -> None:
    """Write the tenders, numbered in the source's order. Part of the caller's transaction."""
    rows = [row for record in records for row in _rows(ids[record.origin_id], record, origin)]
    bulk.upsert(
        Payment, rows, ["idempotency_key"], ["status", "captured_at", "captured_minor", "amount_minor"], only_if=_UNREFUNDED
    )


def _rows(order_id: int, record: OrderRecord, origin: str) -> list[dict[str, object]]:
    is_paid = record.status is not OrderState.PENDING_PAYMENT
    return [
        {
            "order_id": order_id,
            "position": position,
            "provider": PROVIDER,
            "provider_ref": payment.method,
            "tender": Tender.GIFT_CARD if payment.method in VOUCHERS else Tender.PSP,
            "currency": record.currency,
            "amount_minor": payment.amount_minor,
            "captured_minor": payment.amount_minor if is_paid else 0,
            "status": PaymentState.CAPTURED if is_paid else PaymentState.CREATED,
            "idempotency_key": f"{origin}:{record.origin_id}:{position}",
            "created_at": record.placed_at,
            "captured_at": (record.paid_at or record.placed_at) if is_paid else None,
        }
        for position, payment in enumerate(sorted(record.payments, key=lambda payment: payment.sequence), start=1)
    ]
