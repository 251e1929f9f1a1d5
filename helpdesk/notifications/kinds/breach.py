"""A deadline was missed: owner and leads hear of it, once for each clock."""

from collections.abc import Sequence
from datetime import timedelta

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.outbox import Entry
from helpdesk.sla.events import Breached
from kit import clock
from kit.events import on_many
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


@on_many(Breached)
def tell(events: Sequence[Breached]) -> None:
    told = subjects.responsible([(event.ticket_id, ("owner", "lead")) for event in events])
    outbox.put_all(
        Breach,
        [
            Entry(
                person, dedupe=f"{event.ticket_id}:{event.metric}:{event.cycle}", at=event.breached_at, ticket_id=event.ticket_id,
                subject={"metric": event.metric},
            )
            for event, people in zip(events, told, strict=True)
            for person in people
        ],
    )  # fmt: skip
