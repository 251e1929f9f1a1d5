"""The return request is rejected, for this reason, and what can be done about it."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.returns.events import CaseRejected
from kit.events import on


@kind
class CaseWasRejected(Kind):
    key = "case_rejected"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        return subjects.case_context(notification)


@on(CaseRejected)
def tell_no(event: CaseRejected) -> None:
    to, subject = subjects.customer_of_case(event.case_id), event.case_id
    outbox.put(
        CaseWasRejected,
        to,
        dedupe=f"{subject}:{event.at.isoformat()}",
        at=event.at,
        ticket_id=event.ticket_id,
        case_id=subject,
        reason=event.reason,
    )
