"""Notifications in other pages: the operator's tab among the settings, undeliverable mail in a ticket's timeline."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from helpdesk.notifications.vocabulary import Arrival
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from kit.accounts.guards import actor
from kit.accounts.vocabulary import ADMINS
from kit.web.panels import panel
from kit.web.words import gettext as _


@panel("desk.settings", order=90)
def settings_tab(current: str = "", **_more: Any) -> str:
    """Only those who may open the page see its tab."""
    return render_template("notifications/_tab.html", current=current) if actor().role in ADMINS else ""


def _undeliverable(particulars: Mapping[str, Any]) -> str:
    if particulars["arrival"] == Arrival.COMPLAINED:
        return _("The recipient reported our mail as spam; write no more mails to this address.")
    return _("A mail could not be delivered: the customer cannot be reached at this address.")


TIMELINE.add("NotificationUndeliverable", _undeliverable)
MARKS.add("NotificationUndeliverable", "mail-warning")
