"""We have the return request: its number and what happens next."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.returns.events import CaseOpened
from kit.events import on


@kind
class CaseWasOpened(Kind):
    key = "case_opened"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        return subjects.case_context(notification)


@on(CaseOpened)
def confirm(event: CaseOpened) -> None:
    to, subject = subjects.customer_of_case(event.case_id), event.case_id
    outbox.put(CaseWasOpened, to, dedupe=subject, at=event.at, ticket_id=event.ticket_id, case_id=subject)
