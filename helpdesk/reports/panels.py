"""The reports' place in the sidebar."""

from typing import Any

from flask import render_template

from kit.accounts.guards import actor
from kit.web.panels import panel


@panel("desk.team", order=30)
def nav_entry(*, current: str = "", **_context: Any) -> str:
    """The way to the reports, for those who may read them."""
    return render_template("reports/_nav.html", current=current) if actor().is_lead else ""
