"""A deadline comes near: its owner hears of it, or the leads while nobody owns it (sla.md rule 13)."""

from collections.abc import Sequence

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.kinds.breach import Breach
from helpdesk.notifications.models import Notification
from helpdesk.notifications.outbox import Entry
from helpdesk.sla.events import BreachWarning
from kit import clock
from kit.events import on_many
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


@on_many(BreachWarning)
def warn(events: Sequence[BreachWarning]) -> None:
    told = subjects.responsible([(event.ticket_id, event.to) for event in events])
    entries: dict[type[Kind], list[Entry]] = {Breach: [], DeadlineWarning: []}
    for event, people in zip(events, told, strict=True):
        key = f"{event.ticket_id}:{event.metric}:{event.cycle}:{event.kind}:{event.due_at}"
        entries[_told_by(event)] += [
            Entry(person, dedupe=key, at=event.at, ticket_id=event.ticket_id, subject={"metric": event.metric}) for person in people
        ]
    for told_by, rows in entries.items():
        outbox.put_all(told_by, rows)


def _told_by(event: BreachWarning) -> type[Kind]:
    """A warning set for after the deadline escalates the breach itself."""
    return Breach if event.due_at is not None and event.at > event.due_at else DeadlineWarning
