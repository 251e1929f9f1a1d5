"""The way from an order to its invoice."""

from flask import render_template

from kit.web.panels import panel
from storefront.ledger import queries
from storefront.orders.models import Order


@panel("order.buttons", order=30)
def invoice_button(*, order: Order) -> str:
    """As soon as there can be an invoice."""
    can_have = order.paid_at is not None and order.payable_minor > 0 and order.origin is None
    return render_template("ledger/_button.html", order=order) if can_have else ""


@panel("order.managed_buttons", order=30)
def documents(*, order: Order) -> str:
    """The documents that were issued, for the shop's own people."""
    return render_template("ledger/_documents.html", order=order, documents=queries.documents_of(order.id))
