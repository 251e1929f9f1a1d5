"""What an order page says of money, and the buttons that move it."""

from flask import render_template

from kit.web.panels import panel
from storefront.orders import rules
from storefront.orders.models import Order, OrderLine
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


@panel("order.actions", order=10)
def cancel_line(*, order: Order, line: OrderLine, **_viewer: object) -> str:
    """Take pieces out, until the order is being packed. An unpaid order is only cancelled as a whole."""
    free = line.quantity - line.qty_cancelled - line.qty_shipped - line.qty_open - line.qty_settled
    can_cancel = rules.can_change(order.status, order.picked_at) and rules.can_cancel_units(order.status, line, free)
    return render_template("payments/_cancel_line.html", order=order, line=line, free=free) if can_cancel else ""
