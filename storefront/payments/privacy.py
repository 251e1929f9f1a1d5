"""A person's payments and refunds: handed out. The amounts stay, as the books demand; what providers wrote beside them goes."""

from datetime import datetime

from sqlalchemy import or_, select

from kit.privacy import ERASED, Rows, blank, held
from storefront.orders.models import Order
from storefront.payments.models import BankEntry, Payment, PaymentEvent, PrepaidCard, Refund, RefundTender


def export(person_id: int) -> dict[str, Rows]:
    orders = select(Order.id).where(Order.customer_id == person_id)
    payments = select(Payment.id).where(Payment.order_id.in_(orders))
    hidden = ("idempotency_key", "provider_ref")
    return {
        "payments": held(Payment, Payment.order_id.in_(orders), without=hidden),
        "bank_entries": held(BankEntry, BankEntry.payment_id.in_(payments)),
        "prepaid_cards": held(PrepaidCard, PrepaidCard.redeemed_by == person_id, without=("code_hash",)),
        "refunds": held(Refund, Refund.order_id.in_(orders), without=("fingerprint",)),
    }


def erase(person_id: int, now: datetime) -> None:
    orders = select(Order.id).where(Order.customer_id == person_id)
    refunds = select(Refund.id).where(Refund.order_id.in_(orders))
    payments = select(Payment.id).where(Payment.order_id.in_(orders))
    tenders = select(RefundTender.id).where(RefundTender.refund_id.in_(refunds))
    blank(PaymentEvent, or_(PaymentEvent.payment_id.in_(payments), PaymentEvent.refund_tender_id.in_(tenders)), raw={})
    blank(BankEntry, BankEntry.payment_id.in_(payments), payer=None, text="", note="")
    blank(Refund, Refund.order_id.in_(orders), Refund.reason != "", reason=ERASED)
