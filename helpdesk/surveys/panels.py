"""What the customer thought, beside the conversation and in its timeline."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from helpdesk.surveys import queries
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from kit.accounts.guards import actor
from kit.web.panels import panel
from kit.web.words import gettext as _


@panel("ticket.context", order=45)
def satisfaction(*, ticket: Ticket, **_more: Any) -> str:
    """The surveys of a ticket that is done; while work goes on the timeline says enough."""
    surveys = queries.of_ticket(ticket.id) if ticket.is_final else []
    return render_template("surveys/_panel.html", surveys=surveys) if surveys else ""


@panel("desk.settings", order=70)
def settings_tab(current: str = "", **_more: Any) -> str:
    """Only those who may change the settings see their tab."""
    return render_template("surveys/_tab.html", current=current) if actor().is_manager else ""


def _asked(particulars: Mapping[str, Any]) -> str:
    return _("The customer was asked how it was.")


def _answered(particulars: Mapping[str, Any]) -> str:
    score = particulars["score"]
    if particulars["is_first"]:
        return _("The customer rated %(score)s of 5.", score=score)
    return _("The customer changed the rating to %(score)s of 5.", score=score)


TIMELINE.add("SurveyAsked", _asked)
TIMELINE.add("SurveyAnswered", _answered)
MARKS.add("SurveyAsked", "mail")
MARKS.add("SurveyAnswered", "star")
