"""Half of the time for an answer is over: the offer once more, at most once."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.kinds.proposal import open_offer
from helpdesk.notifications.models import Notification
from helpdesk.proposals.events import ProposalReminded
from kit.events import on
from kit.queue import BULK


@kind
class OfferReminder(Kind):
    key = "proposal_reminder"
    queue = BULK
    takes_replies = True
    resends = False

    def context(self, notification: Notification) -> Context | None:
        return open_offer(notification)


@on(ProposalReminded)
def remind(event: ProposalReminded) -> None:
    to, subject = subjects.requester_id(event.ticket_id), event.proposal_id
    outbox.put(OfferReminder, to, dedupe=subject, at=event.at, ticket_id=event.ticket_id, proposal_id=subject)
