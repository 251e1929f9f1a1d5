"""The books follow what happens to orders."""

from kit.events import on
from storefront.events import OrderConfirmed, OrderPaid, PaymentCaptured, RefundFailed, RefundRequested, RefundSucceeded
from storefront.ledger.commands import booking, issuing


@on(OrderPaid)
def book_paid(event: OrderPaid) -> None:
    booking.book_sale(event.order_id, now=event.at)


@on(OrderConfirmed)
def book_confirmed(event: OrderConfirmed) -> None:
    booking.book_sale(event.order_id, now=event.at)


@on(PaymentCaptured)
def book_payment(event: PaymentCaptured) -> None:
    booking.book_payment(event.payment_id, now=event.at)


@on(RefundRequested)
def book_refund(event: RefundRequested) -> None:
    booking.book_refund(event.refund_id, now=event.at)


@on(RefundFailed)
def undo_refund(event: RefundFailed) -> None:
    booking.undo_refund(event.refund_id, now=event.at)


@on(RefundSucceeded)
def book_payout(event: RefundSucceeded) -> None:
    booking.book_payout(event.refund_id, now=event.at)
    issuing.credit(event.refund_id, now=event.at)
