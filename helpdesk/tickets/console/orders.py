"""An order in a few words, for the card beside the conversation."""

from typing import Any

from helpdesk.shop import Order
from kit.web.filters import localdate
from kit.web.words import gettext as _


def state_of(order: Order) -> str:
    """Delivered 13 May."""
    if order.delivered_at:
        return _("Delivered %(date)s", date=localdate(order.delivered_at))
    if order.shipped_at:
        return _("Shipped %(date)s", date=localdate(order.shipped_at))
    if order.status in {"closed", "cancelled"}:
        return _("Cancelled")
    return _("Paid %(date)s", date=localdate(order.paid_at)) if order.paid_at else _("Not paid")


def steps_of(order: Order) -> list[dict[str, Any]]:
    """Placed, paid, shipped, delivered: what is done, and what is next."""
    passed = [
        (_("Placed"), order.placed_at),
        (_("Paid"), order.paid_at),
        (_("Shipped"), order.shipped_at),
        (_("Delivered"), order.delivered_at),
    ]
    next_one = next((place for place, (_label, at) in enumerate(passed) if at is None), None)
    return [
        {
            "state": "done" if at else "now" if place == next_one else "todo",
            "label": label,
            "detail": [localdate(at)] if at else [],
        }
        for place, (label, at) in enumerate(passed)
    ]
