"""The help centre's places in other pages: a tab among the settings, and suggestions in the form of a request."""

from flask import render_template

from helpdesk.knowledge.portal import suggested
from kit.web.panels import panel


@panel("desk.settings", order=60)
def settings_tab(current: str = "", **_: object) -> str:
    return render_template("knowledge/_tab.html", current=current)


@panel("ticket.suggestions")
def suggestions(text: str = "", **_: object) -> str:
    """For a request that came back without being sent: the articles that may answer it."""
    found = suggested(text)
    return render_template("knowledge/_suggested.html", found=found) if found else ""
