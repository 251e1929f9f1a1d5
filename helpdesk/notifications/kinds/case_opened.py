"""We have the return request: its number and what happens next."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.returns.events import CaseOpened
from helpdesk.returns.vocabulary import State
from kit.events import on


@kind
class CaseWasOpened(Kind):
    """A request that the policy approved at once is told of by the mail of the approval."""

    key = "case_opened"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        found = subjects.case_context(notification)
        return found if found and found["case"].state is State.PENDING_REVIEW else None


@on(CaseOpened)
def confirm(event: CaseOpened) -> None:
    to, subject = subjects.customer_of_case(event.case_id), event.case_id
    outbox.put(CaseWasOpened, to, dedupe=subject, at=event.at, ticket_id=event.ticket_id, case_id=subject)
