"""What the kinds share that tell a customer how a case goes on."""

from typing import Any

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind
from helpdesk.notifications.models import Notification
from helpdesk.returns.events import CaseRejected, GoodsReceived


class CaseKind(Kind):
    """About one case; the customer may answer."""

    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        return subjects.case_context(notification)


def tell_customer(kind: type[Kind], event: CaseRejected | GoodsReceived, **particulars: Any) -> None:
    """Once for each time it happens: a case may be rejected again, and goods may come in two parcels."""
    to, occasion = subjects.customer_of_case(event.case_id), f"{event.case_id}:{event.at.isoformat()}"
    outbox.put(kind, to, dedupe=occasion, at=event.at, ticket_id=event.ticket_id, case_id=event.case_id, **particulars)
