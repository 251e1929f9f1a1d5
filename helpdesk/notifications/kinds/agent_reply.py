"""The answer of a person, as mail: its whole text, who wrote it, and a way to answer."""

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.tickets.events import AgentReplied, TicketFiled
from helpdesk.tickets.vocabulary import Opening
from kit.events import on


@kind
class AgentReply(Kind):
    key = "agent_reply"
    takes_replies = True

    def context(self, notification: Notification) -> Context | None:
        message = subjects.message(notification.subject["message_id"])
        ticket = subjects.ticket(notification.ticket_id or 0)
        if message is None or ticket is None or subjects.is_offer(message):
            return None
        return {"ticket": ticket, "body": message.body, "agent": message.author}


@on(AgentReplied)
def mail_reply(event: AgentReplied) -> None:
    _mail(event.ticket_id, event.message_id, event)


@on(TicketFiled)
def mail_first_word(event: TicketFiled) -> None:
    """A ticket that begins with our own public message."""
    if event.opening is Opening.AGENT_PUBLIC:
        _mail(event.ticket_id, event.message_id, event)


def _mail(ticket_id: int, message_id: int, event: AgentReplied | TicketFiled) -> None:
    to = subjects.requester_id(ticket_id)
    outbox.put(AgentReply, to, dedupe=message_id, at=event.at, ticket_id=ticket_id, message_id=message_id)
