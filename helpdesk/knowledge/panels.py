"""The help centre's places in other pages: a tab among the settings, and suggestions in the form of a request."""

from flask import render_template

from helpdesk.knowledge.portal import suggested
from helpdesk.tickets.models import Ticket
from kit.web.panels import panel


@panel("desk.settings", order=60)
def settings_tab(current: str = "", **_: object) -> str:
    return render_template("knowledge/_tab.html", current=current)


@panel("ticket.composer", order=30)
def picker(ticket: Ticket, **_: object) -> str:
    """The way to put an article into a reply, in the customer's language."""
    return render_template("knowledge/_picker.html", language="zh" if ticket.requester.locale == "zh_Hans" else "en")


@panel("ticket.suggestions")
def suggestions(text: str = "", **_: object) -> str:
    """For a request that came back without being sent: the articles that may answer it."""
    found = suggested(text)
    return render_template("knowledge/_suggested.html", found=found) if found else ""
