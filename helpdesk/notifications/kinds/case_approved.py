"""The return request is approved: where to send the goods and until when, or what we do without them."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.returns.events import CaseApproved
from helpdesk.returns.vocabulary import State
from kit.events import on


@kind
class CaseWasApproved(Kind):
    key = "case_approved"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        found = subjects.case_context(notification)
        if found is None:
            return None
        case = found["case"]
        return found | {"sends_back": case.state is State.AWAITING_RETURN, "due_at": case.due_at}


@on(CaseApproved)
def tell_yes(event: CaseApproved) -> None:
    to, subject = subjects.customer_of_case(event.case_id), event.case_id
    outbox.put(CaseWasApproved, to, dedupe=subject, at=event.at, ticket_id=event.ticket_id, case_id=subject)
