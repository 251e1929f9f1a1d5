"""The deadlines card beside a conversation, and how clock events read in its timeline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from helpdesk.sla import queries
from helpdesk.sla.queries.today import first_replies_since
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from kit import clock
from kit.accounts.guards import actor
from kit.web.filters import when
from kit.web.locale import zone
from kit.web.panels import panel


@panel("ticket.context", order=10)
def deadlines(*, ticket: Ticket, **_context: Any) -> str:
    """What is due when, what was met, and when the clocks stand still."""
    return render_template("sla/_deadlines.html", sla=queries.sla_of(ticket.id, now=clock.now()))


@panel("queue.head", order=10)
def today(**_context: Any) -> str:
    """The share of first replies in time and their median, since midnight in the shop's zone; nothing before the first one."""
    midnight = clock.now().astimezone(zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    found = first_replies_since(midnight)
    return render_template("sla/_today.html", today=found) if found.decided else ""


def breached(particulars: Mapping[str, Any]) -> str:
    due_at = particulars["due_at"] or particulars["breached_at"]
    moment = when(datetime.fromisoformat(due_at))
    sentences: dict[str, str] = {
        "first_reply": _("First reply missed its deadline, %(when)s", when=moment),
        "next_reply": _("Next reply missed its deadline, %(when)s", when=moment),
        "resolution": _("Resolution missed its deadline, %(when)s", when=moment),
        "redeliver": _("The undelivered reply was not sent again in time, %(when)s", when=moment),
    }
    return sentences[particulars["metric"]]


TIMELINE.add("Breached", breached)
MARKS.add("Breached", "alert")


@panel("desk.team", order=90)
def nav_entry(*, current: str = "", **_context: Any) -> str:
    """The way to the settings, for those who may change them; service levels are the first of them."""
    return render_template("sla/_nav.html", current=current) if actor().is_manager else ""


@panel("desk.settings", order=10)
def tabs(*, current: str, **_context: Any) -> str:
    """The settings' entries of this feature, for those who may change them."""
    return render_template("sla/_entries.html", current=current) if actor().is_manager else ""
