"""A concrete offer that waits for a yes. Its two links open a page; nothing is decided by following them."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.proposals.events import ProposalOffered
from helpdesk.proposals.models import ProposalItem
from helpdesk.proposals.registry import EXECUTORS
from helpdesk.proposals.vocabulary import Status
from kit.events import on


@kind
class Offer(Kind):
    key = "proposal"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        return open_offer(notification)


def open_offer(notification: Notification) -> Context | None:
    """The offer with a sentence for each item, as long as it waits for an answer."""
    proposal = subjects.proposal(notification.subject["proposal_id"])
    ticket = subjects.ticket(notification.ticket_id or 0)
    if proposal is None or ticket is None or proposal.status is not Status.OFFERED:
        return None
    return {"proposal": proposal, "ticket": ticket, "sentence": _sentence}


def _sentence(item: ProposalItem) -> str:
    return EXECUTORS.get(item.resolution).sentence(item)


@on(ProposalOffered)
def mail_offer(event: ProposalOffered) -> None:
    to, subject = subjects.requester_id(event.ticket_id), event.proposal_id
    outbox.put(Offer, to, dedupe=subject, at=event.at, ticket_id=event.ticket_id, proposal_id=subject)
