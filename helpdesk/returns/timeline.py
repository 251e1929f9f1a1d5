"""How cases read in the timeline of their ticket."""

from collections.abc import Mapping
from typing import Any

from helpdesk.returns.vocabulary import CloseReason
from helpdesk.returns.wording import close_reason_name
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from kit.web.filters import money
from kit.web.words import gettext as _


def _approved(facts: Mapping[str, Any]) -> str:
    if facts["automatic"]:
        return _("Case %(number)s approved by the rules", number=facts["case_number"])
    return _("Case %(number)s approved", number=facts["case_number"])


def _closed(facts: Mapping[str, Any]) -> str:
    reason = close_reason_name(CloseReason(facts["reason"]))
    return _("Case %(number)s closed: %(reason)s", number=facts["case_number"], reason=reason)


TIMELINE.add(
    "CaseOpened",
    lambda facts: _(
        "Case %(number)s opened, %(amount)s",
        number=facts["case_number"],
        amount=money(facts["amount_minor"], facts["currency"]),
    ),
)
TIMELINE.add("CaseApproved", _approved)
TIMELINE.add("CaseRejected", lambda facts: _("Case %(number)s rejected", number=facts["case_number"]))
TIMELINE.add("TrackingAdded", lambda facts: _("Return parcel %(tracking)s is on its way", tracking=facts["tracking"]))
TIMELINE.add(
    "GoodsReceived",
    lambda facts: _("Received %(units)s of %(announced)s items", units=facts["units"], announced=facts["announced"]),
)
TIMELINE.add(
    "CaseSettled",
    lambda facts: _("Refund of %(amount)s requested", amount=money(facts["amount_minor"], facts["currency"])),
)
TIMELINE.add("CaseCompleted", lambda facts: _("Case %(number)s completed", number=facts["case_number"]))
TIMELINE.add("CaseClosed", _closed)
TIMELINE.add("DeadlineNear", lambda facts: _("Deadline of case %(number)s is near", number=facts["case_number"]))
MARKS.add("CaseOpened", "return")
MARKS.add("CaseApproved", "check-circle")
MARKS.add("CaseRejected", "x")
MARKS.add("TrackingAdded", "truck")
MARKS.add("GoodsReceived", "package-check")
MARKS.add("CaseSettled", "refund")
MARKS.add("CaseCompleted", "check-check")
MARKS.add("CaseClosed", "circle")
MARKS.add("DeadlineNear", "alarm-clock")
