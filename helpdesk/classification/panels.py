"""The part of the ticket that says what it is about, how sure that is and why."""

from flask import render_template

from helpdesk.classification import queries
from kit.accounts.guards import actor
from kit.web.panels import panel


@panel("ticket.context", order=50)
def classification(ticket: object, **_: object) -> str:
    """Empty for a ticket whose text was never read (an import, a call note)."""
    row = queries.of_ticket(ticket.id)  # type: ignore[attr-defined]
    return render_template("classification/_label.html", row=row, ticket=ticket) if row else ""


@panel("desk.settings", order=50)
def settings_tab(current: str = "", **_: object) -> str:
    """The lexicon's tab among the settings."""
    return render_template("classification/_tab.html", current=current)


@panel("desk.team", order=91)
def way_to_the_settings(current: str = "", **_: object) -> str:
    """Leads keep the lexicon and the articles; managers have a way to all settings already."""
    person = actor()
    return render_template("classification/_nav.html", current=current) if person.is_lead and not person.is_manager else ""
