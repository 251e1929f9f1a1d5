"""The departments in the head of every shop page, and what the overview of the management says of products."""

from flask import render_template

from kit.accounts.guards import actor_or_none
from kit.web.panels import panel
from storefront.catalogue import queries
from storefront.catalogue.queries import managing
from storefront.catalogue.vocabulary import ProductStatus


@panel("store.departments")
def departments(*, current: str = "") -> str:
    return render_template("catalogue/_departments.html", departments=queries.departments(), current=current)


@panel("manage.figures", order=30)
def product_figures() -> str:
    """How many products wait for somebody; only for those who may act on them."""
    person = actor_or_none()
    if person is None or not person.is_manager:
        return ""
    waiting = {"submitted": managing.how_many(ProductStatus.SUBMITTED), "drafts": managing.how_many(ProductStatus.DRAFT)}
    return render_template("catalogue/_figures.html", **waiting)
