"""How proposals read in the timeline of their ticket."""

from collections.abc import Mapping
from typing import Any

from helpdesk.proposals.registry import EXECUTORS
from helpdesk.tickets.rules.timeline import MARKS, TIMELINE
from kit.web.filters import money
from kit.web.words import gettext as _


def _offered(facts: Mapping[str, Any]) -> str:
    names = _(", ").join(_(EXECUTORS.get(key).label) for key in facts["resolutions"] if key in EXECUTORS)
    if facts["amount_minor"]:
        return _("Offer sent: %(names)s, %(amount)s", names=names, amount=money(facts["amount_minor"], facts["currency"]))
    return _("Offer sent: %(names)s", names=names)


def _accepted(facts: Mapping[str, Any]) -> str:
    return _("Offer accepted, as told to an agent") if facts["spoken"] else _("Offer accepted by the customer")


def _declined(facts: Mapping[str, Any]) -> str:
    if facts["reason"]:
        return _("Offer declined: %(reason)s", reason=facts["reason"])
    return _("Offer declined")


TIMELINE.add("ProposalOffered", _offered)
TIMELINE.add("ProposalReminded", lambda _facts: _("Customer asked once more about the offer"))
TIMELINE.add("ProposalAccepted", _accepted)
TIMELINE.add("ProposalDeclined", _declined)
TIMELINE.add("ProposalWithdrawn", lambda _facts: _("Offer withdrawn"))
TIMELINE.add("ProposalLapsed", lambda _facts: _("Offer lapsed without an answer"))
MARKS.add("ProposalOffered", "handshake")
MARKS.add("ProposalReminded", "bell")
MARKS.add("ProposalAccepted", "check-circle")
MARKS.add("ProposalDeclined", "x")
MARKS.add("ProposalWithdrawn", "undo-2")
MARKS.add("ProposalLapsed", "clock")
