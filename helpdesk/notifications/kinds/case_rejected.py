"""The return request is rejected, for this reason, and what can be done about it."""

from helpdesk.notifications.cases import CaseKind, tell_customer
from helpdesk.notifications.kinds import kind
from helpdesk.returns.events import CaseRejected
from kit.events import on


@kind
class CaseWasRejected(CaseKind):
    key = "case_rejected"


@on(CaseRejected)
def tell_no(event: CaseRejected) -> None:
    tell_customer(CaseWasRejected, event, reason=event.reason)
