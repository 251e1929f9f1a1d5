"""What an order page says of money, and the buttons that move it."""

from flask import render_template

from kit.web.panels import panel
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments import queries
from storefront.payments.provider import label
from storefront.payments.vocabulary import PaymentState


@panel("order.summary", order=10)
def summary(*, order: Order) -> str:
    """Sums, tenders and refunds."""
    payments = [payment for payment in queries.payments_of(order.id) if payment.status is not PaymentState.FAILED]
    return render_template(
        "payments/_order_summary.html", order=order, payments=payments, refunds=queries.refunds(order_id=order.id), label=label
    )


@panel("order.buttons", order=10)
def buttons(*, order: Order) -> str:
    """Pay or cancel, while that is still possible."""
    can_cancel = order.status in {OrderStatus.PENDING_PAYMENT, OrderStatus.PAID}
    return render_template("payments/_order_buttons.html", order=order, can_cancel=can_cancel)
