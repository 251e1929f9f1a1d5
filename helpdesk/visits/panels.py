"""Follow-ups in other pages: beside the conversation, in its timeline, in the sidebar."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from helpdesk.visits import queries
from helpdesk.visits.forms import OUTCOMES
from kit import clock
from kit.accounts.guards import actor
from kit.web.filters import when
from kit.web.locale import zone
from kit.web.panels import panel
from kit.web.words import gettext as _


@panel("ticket.context", order=46)
def follow_ups(*, ticket: Ticket, **_more: Any) -> str:
    """The visits of a ticket that is done."""
    visits = queries.of_ticket(ticket.id) if ticket.is_final else []
    return render_template("visits/_panel.html", visits=visits, ticket=ticket) if visits else ""


@panel("desk.team", order=20)
def nav_entry(*, current: str = "", counted: bool = True, **_more: Any) -> str:
    """The place in the sidebar of those who answer customers, with what waits up to the end of the day."""
    if not actor().is_agent:
        return ""
    today = clock.now().astimezone(zone()).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), zone())
    waiting = queries.open_count(actor(), until=midnight) if counted else None
    return render_template("visits/_nav.html", current=current, count=waiting)


@panel("desk.settings", order=75)
def settings_tab(current: str = "", **_more: Any) -> str:
    """Only those who may change the settings see their tab."""
    return render_template("visits/_tab.html", current=current) if actor().is_manager else ""


def _planned(particulars: Mapping[str, Any]) -> str:
    return _("A follow-up is planned for %(when)s.", when=when(datetime.fromisoformat(particulars["due_at"])))


def _attempted(particulars: Mapping[str, Any]) -> str:
    outcome = dict(OUTCOMES)[particulars["outcome"]]
    if particulars["mood"]:
        return _("Follow-up: %(outcome)s, %(mood)s of 5.", outcome=outcome, mood=particulars["mood"])
    return _("Follow-up: %(outcome)s.", outcome=outcome)


def _cancelled(particulars: Mapping[str, Any]) -> str:
    return _("The planned follow-up was dropped.")


def _revealed(particulars: Mapping[str, Any]) -> str:
    return _("The customer's phone number was shown.")


for kind, sentence, mark in (
    ("VisitPlanned", _planned, "calendar-check"),
    ("VisitAttempted", _attempted, "phone-call"),
    ("VisitCancelled", _cancelled, "calendar"),
    ("PhoneRevealed", _revealed, "eye"),
):
    TIMELINE.add(kind, sentence)
    MARKS.add(kind, mark)
