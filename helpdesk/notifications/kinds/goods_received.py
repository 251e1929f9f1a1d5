"""The parcel has arrived here: how many units, and that they are looked at now."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.returns.events import GoodsReceived
from kit.events import on


@kind
class GoodsWereReceived(Kind):
    key = "goods_received"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        return subjects.case_context(notification)


@on(GoodsReceived)
def tell_arrival(event: GoodsReceived) -> None:
    to, subject = subjects.customer_of_case(event.case_id), event.case_id
    outbox.put(
        GoodsWereReceived,
        to,
        dedupe=f"{subject}:{event.at.isoformat()}",
        at=event.at,
        ticket_id=event.ticket_id,
        case_id=subject,
        units=event.units,
        announced=event.announced,
    )
