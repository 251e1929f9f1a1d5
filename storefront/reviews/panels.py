"""Reviews on the product page, and the way to write one on the order page."""

from flask import render_template, request

from kit.accounts.guards import actor_or_none
from kit.web.panels import panel
from storefront.catalogue.models import Product
from storefront.orders.models import Order
from storefront.orders.vocabulary import FulfillmentStatus
from storefront.reviews import queries
from storefront.reviews.rules import public_name


@panel("product.reviews")
def reviews(*, product: Product) -> str:
    """The page of reviews that the address asks for, and how the stars are spread."""
    page = queries.page_of(product.id, request.args.get("reviews"))
    spread = queries.distribution(product.id)
    return render_template("reviews/_reviews.html", product=product, page=page, spread=spread, public_name=public_name)


@panel("order.after", order=90)
def invitation(*, order: Order) -> str:
    """What of a delivered order can still be reviewed, for its own signed-in customer."""
    viewer, arrived = actor_or_none(), order.fulfillment_status is FulfillmentStatus.DELIVERED
    if not arrived or viewer is None or viewer.id != order.customer_id:
        return ""
    lines = queries.lines_to_review(order.id)
    return render_template("reviews/_invitation.html", lines=lines) if lines else ""
