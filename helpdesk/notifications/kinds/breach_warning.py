"""A deadline comes near: its owner hears of it, or the leads while nobody owns it (sla.md rule 13)."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.kinds.breach import Breach
from helpdesk.notifications.models import Notification
from helpdesk.sla.events import BreachWarning
from kit import clock
from kit.events import on
from kit.queue import BULK


@kind
class DeadlineWarning(Kind):
    """Useless after the fact: an answered or overdue deadline is not warned of."""

    key = "breach_warning"
    queue = BULK
    resends = False

    def context(self, notification: Notification) -> Context | None:
        ticket = subjects.ticket(notification.ticket_id or 0)
        if ticket is None or ticket.next_due_at is None or ticket.next_due_at <= clock.now():
            return None
        if ticket.next_metric != notification.subject["metric"]:
            return None
        return {"ticket": ticket, "metric": ticket.next_metric, "due_at": ticket.next_due_at}


@on(BreachWarning)
def warn(event: BreachWarning) -> None:
    """A warning set for after the deadline escalates the breach itself."""
    told = Breach if event.due_at is not None and event.at > event.due_at else DeadlineWarning
    key = f"{event.ticket_id}:{event.metric}:{event.cycle}:{event.kind}:{event.due_at}"
    for person in subjects.responsible(event.ticket_id, event.to):
        outbox.put(told, person, dedupe=key, at=event.at, ticket_id=event.ticket_id, metric=event.metric)
