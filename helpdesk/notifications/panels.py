"""The place of the operator's page among the settings."""

from typing import Any

from flask import render_template

from kit.accounts.guards import actor
from kit.accounts.vocabulary import ADMINS
from kit.web.panels import panel


@panel("desk.settings", order=90)
def settings_tab(current: str = "", **_more: Any) -> str:
    """Only those who may open the page see its tab."""
    return render_template("notifications/_tab.html", current=current) if actor().role in ADMINS else ""
