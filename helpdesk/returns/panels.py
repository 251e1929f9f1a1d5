"""Cases in other features' pages: the sidebar, beside the ticket, on the order and on the customer's ticket page."""

from datetime import datetime
from typing import Any

from flask import g, render_template, url_for

from helpdesk import shop
from helpdesk.returns import queries, wording
from helpdesk.returns.commands import requesting
from helpdesk.returns.commands.policy import current_pack
from helpdesk.returns.models.case import Case
from helpdesk.returns.rules.packs import exempt_word
from helpdesk.tickets.models import Ticket
from kit import clock, profile
from kit.accounts.models import User
from kit.web.panels import panel
from kit.web.words import gettext as _


@panel("desk.team", order=10)
def team(current: str = "", counted: bool = True, **_context: Any) -> str:
    """The way to the list of cases, with how many are open."""
    entry = {
        "key": "cases",
        "url": url_for("cases.index"),
        "label": _("Returns & exchanges"),
        "mark": "return",
        "count": queries.counts()["open"] or None if counted else None,
        "keys": "g-r",
        "rail": True,
    }
    return render_template("returns/_nav.html", entry=entry, current=current)


@panel("store.me_menu", order=10)
def my_cases(**_context: Any) -> str:
    """The way to the reader's own cases."""
    return render_template("returns/_my_way.html")


@panel("ticket.context", order=35)
def cases_of_ticket(ticket: Ticket, **_context: Any) -> str:
    """The cases of the conversation."""
    found = queries.of_ticket(ticket.id) if ticket.case_id else []
    return render_template("returns/_context.html", cases=found, wording=wording) if found else ""


@panel("portal.ticket", order=20)
def cases_for_customer(ticket: Ticket, **_context: Any) -> str:
    """The cases of the conversation, as the customer sees them."""
    found = queries.of_ticket(ticket.id)
    return render_template("returns/_mine.html", cases=found, wording=wording) if found else ""


@panel("order.actions", order=20)
def help_with_line(order: Any, line: Any, viewer: User | None = None, **_context: Any) -> str:
    """What the customer can still do with an item, and until when."""
    cases = [case for case in _cases_of(order.id) if any(one.order_line_id == line.id for one in case.lines)]
    live = next((case for case in cases if case.closed_at is None), None)
    left = line.quantity - line.qty_cancelled - line.qty_open - line.qty_settled
    deadline = _deadlines_of(order.number).get(line.id) if left > 0 else None
    return render_template("returns/_line.html", order=order, line=line, case=live, left=left, deadline=deadline, wording=wording)


@panel("order.after", order=30)
def cases_of_order(order: Any, **_context: Any) -> str:
    """The cases of the order."""
    found = _cases_of(order.id)
    return render_template("returns/_mine.html", cases=found, wording=wording) if found else ""


@panel("store.promises", order=10)
def promise_of_shop(**_context: Any) -> str:
    """How long goods may come back, by the shop's own policy."""
    return render_template("returns/_promise.html", pack=current_pack(profile.current().jurisdiction), short=False)


@panel("product.promises", order=10)
def promise_of_product(product: Any, **_context: Any) -> str:
    """The same for one article, which the policy may except."""
    pack = current_pack(profile.current().jurisdiction)
    is_returnable = not any(exempt_word(flag) in pack.exempt for flag in product.flags)
    return render_template("returns/_promise.html", pack=pack, short=True, is_returnable=is_returnable)


def _deadlines_of(number: str) -> dict[int, datetime | None]:
    """Until when the order's lines can be returned, asked once for all of them."""
    kept: dict[str, dict[int, datetime | None]] = g.setdefault("deadlines_of_order", {})
    if number not in kept:
        kept[number] = requesting.return_deadlines(shop.order_by_number(number), clock.now())
    return kept[number]


def _cases_of(order_id: int) -> list[Case]:
    """The order's cases, read once for all its lines."""
    kept: dict[int, list[Case]] = g.setdefault("cases_of_order", {})
    if order_id not in kept:
        kept[order_id] = queries.of_order(order_id)
    return kept[order_id]
