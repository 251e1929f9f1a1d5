"""How tickets' own events read in the timeline. Messages speak for themselves and have no line."""

from collections.abc import Mapping
from typing import Any

from helpdesk.tickets.console import lists
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from helpdesk.tickets.wording import category_name, hold_name, opening_name, priority_name, reason_name, status_name
from kit.web.words import gettext as _

Particulars = Mapping[str, Any]


def filed(particulars: Particulars) -> str:
    if not particulars.get("verified", True):
        return _("Written without signing in: ask before you tell anything personal")
    return opening_name(particulars["opening"]) if particulars["by_agent"] else ""


def status_changed(particulars: Particulars) -> str:
    status = hold_name(particulars["hold_for"]) if particulars.get("hold_for") else status_name(particulars["after"])
    if particulars.get("reason"):
        return _("Status: %(status)s (%(reason)s)", status=status, reason=reason_name(particulars["reason"]))
    return _("Status: %(status)s", status=status)


def assigned(particulars: Particulars) -> str:
    if particulars["after"] is None:
        return _("Assigned to nobody")
    return _("Assigned to %(name)s", name=_colleague(particulars["after"]))


def priority_changed(particulars: Particulars) -> str:
    return _("Priority: %(priority)s", priority=priority_name(particulars["after"]))


def category_changed(particulars: Particulars) -> str:
    return _("Sorted as %(category)s", category=category_name(particulars["after"], particulars.get("subtype_after")))


def no_reply_needed(particulars: Particulars) -> str:
    return _("No reply needed: %(reason)s", reason=particulars["reason"])


def case_linked(particulars: Particulars) -> str:
    return _("Linked to case %(number)s", number=particulars["case_number"])


def _colleague(user_id: int) -> str:
    return next((colleague.name for colleague in lists.colleagues() if colleague.id == user_id), _("a former colleague"))


for kind, sentence, mark in (
    ("TicketFiled", filed, "info"),
    ("StatusChanged", status_changed, "circle-dot"),
    ("Assigned", assigned, "user-check"),
    ("PriorityChanged", priority_changed, "flag"),
    ("CategoryChanged", category_changed, "tag"),
    ("NoReplyNeeded", no_reply_needed, "check"),
    ("CaseLinked", case_linked, "link"),
):
    TIMELINE.add(kind, sentence)
    MARKS.add(kind, mark)
