"""A deadline was missed: owner and leads hear of it, once for each clock."""

from datetime import timedelta

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.sla.events import Breached
from kit import clock
from kit.events import on
from kit.queue import BULK


@kind
class Breach(Kind):
    key = "breach"
    queue = BULK
    resends = False

    def context(self, notification: Notification) -> Context | None:
        ticket = subjects.ticket(notification.ticket_id or 0)
        if ticket is None or clock.now() - notification.created_at > timedelta(days=1):
            return None
        return {"ticket": ticket, "metric": notification.subject["metric"], "breached_at": notification.created_at}


@on(Breached)
def tell(event: Breached) -> None:
    key = f"{event.ticket_id}:{event.metric}:{event.cycle}"
    for person in subjects.responsible(event.ticket_id, ["owner", "lead"]):
        outbox.put(Breach, person, dedupe=key, at=event.breached_at, ticket_id=event.ticket_id, metric=event.metric)
