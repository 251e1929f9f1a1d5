"""What staff puts into other pages: the choice of availability in the account menu."""

from typing import Any

from flask import render_template

from helpdesk.staff import wording
from helpdesk.staff.vocabulary import Availability
from kit.accounts.guards import actor
from kit.web.panels import panel

_MARKS = {Availability.AVAILABLE: "headset", Availability.AWAY: "coffee", Availability.OFFLINE: "moon"}


@panel("desk.me_menu", order=10)
def availability(**_context: Any) -> str:
    """Only for those who answer customers."""
    if not actor().is_agent:
        return ""
    choices = [(key.value, _MARKS[key], wording.availability_name(key)) for key in Availability]
    return render_template("staff/_availability.html", choices=choices)
