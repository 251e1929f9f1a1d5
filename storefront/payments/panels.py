"""What an order page says of money, and the buttons that move it."""

from flask import render_template

from kit.web.panels import panel
from storefront.orders import rules
from storefront.orders.models import Order
from storefront.payments import queries
from storefront.payments.provider import label, settles
from storefront.payments.vocabulary import PaymentState, Settles


@panel("order.summary", order=10)
def summary(*, order: Order) -> str:
    """Sums, tenders and refunds."""
    payments = [payment for payment in queries.payments_of(order.id) if payment.status is not PaymentState.FAILED]
    refunds = queries.refunds(order_id=order.id)
    waived = {
        refund.id
        for refund in refunds
        if all(settles(one.payment.provider) is Settles.AT_DOOR and not one.payment.captured_minor for one in refund.tenders)
    }
    return render_template(
        "payments/_order_summary.html", order=order, payments=payments, refunds=refunds, label=label, waived=waived
    )


@panel("order.buttons", order=10)
def buttons(*, order: Order) -> str:
    """Pay or cancel, while that is still possible."""
    can_cancel = rules.can_change(order.status, order.picked_at)
    return render_template("payments/_order_buttons.html", order=order, can_cancel=can_cancel)


@panel("store.me_menu", order=30)
def credit_link() -> str:
    """The way to the store credit."""
    return render_template("payments/_credit_link.html")
