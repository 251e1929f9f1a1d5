"""What tickets put into other pages: the sidebar, the customer and order cards, the tickets of an order."""

from typing import Any

from flask import render_template

from helpdesk import shop
from helpdesk.classification.vocabulary import Category
from helpdesk.staff.wording import availability_name
from helpdesk.tickets import queries, views
from helpdesk.tickets.console import lists
from helpdesk.tickets.console.orders import state_of, steps_of
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.wording import category_name
from kit import clock
from kit.accounts.guards import actor
from kit.errors import NotFound
from kit.web.panels import panel
from kit.web.words import gettext as _

_URGENT = {"due", "breached"}
_LATEST = 3


@panel("desk.nav", order=10)
def navigation(*, current: str = "", **_context: Any) -> str:
    """Views and categories with their counts. One query, which the queue has already made on its own page."""
    if not actor().is_agent:
        return render_template("tickets/_nav.html", entries=[], categories=[], current=current)
    counted = lists.overview().counts
    entries = [
        {
            "key": view.key, "url": f"/desk?view={view.key}", "label": view.label, "mark": view.mark, "count": counted[view.key],
            "tone": view.tone if view.key in _URGENT and counted[view.key] else None, "keys": view.keys,
            "rail": view.key == "needs_reply",
        }
        for view in views.in_order()
    ]  # fmt: skip
    categories = [
        {
            "key": f"category_{key}", "url": f"/desk?category={key}", "label": category_name(key), "category": key,
            "count": counted[f"category_{key}"],
        }
        for key in Category
    ]  # fmt: skip
    return render_template("tickets/_nav.html", entries=entries, categories=categories, current=current)


@panel("queue.head", order=30)
def oldest_wait(**_context: Any) -> str:
    """How long the customer has waited who waits longest."""
    oldest, now = lists.overview().oldest, clock.now()
    return render_template("tickets/_oldest.html", oldest=oldest, waited=(now - oldest).total_seconds()) if oldest else ""


@panel("desk.me", order=10)
def my_load(**_context: Any) -> str:
    """Available · 9 of 12."""
    if not actor().is_agent:
        return ""
    me = next((colleague for colleague in lists.overview().colleagues if colleague.id == actor().id), None)
    if me is None:
        return ""
    state = availability_name(me.availability)
    return _(
        "%(availability)s · %(mine)s of %(capacity)s",
        availability=state,
        mine=lists.overview().counts["mine"],
        capacity=me.capacity,
    )


@panel("ticket.context", order=20)
def customer(*, ticket: Ticket, **_context: Any) -> str:
    others = [other for other in queries.tickets_of(ticket.requester_id, _LATEST + 1) if other.id != ticket.id][:_LATEST]
    summary = shop.customer_summary(ticket.requester_id)
    return render_template("tickets/_customer.html", person=ticket.requester, summary=summary, others=others)


@panel("ticket.context", order=30)
def order(*, ticket: Ticket, **_context: Any) -> str:
    """The order with its items, money and parcels; nothing for tickets without one, or whose order is gone."""
    if ticket.order_id is None:
        return ""
    try:
        found = shop.order(ticket.order_id)
    except NotFound:
        return ""
    parcels = [parcel for parcel in shop.shipments(found.id) if parcel.case_ref is None]
    return render_template("tickets/_order.html", order=found, parcels=parcels, steps=steps_of(found), state=state_of(found))


@panel("order.after", order=20)
def tickets_of_order(*, order: Any, viewer: Any = None, **_context: Any) -> str:
    """The customer's conversations about an order, and the way to a new one."""
    found = queries.tickets_of_order(order.id, requester_id=order.customer_id)
    return render_template("tickets/_of_order.html", order=order, tickets=found)
