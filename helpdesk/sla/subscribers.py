"""What tickets tell the clocks."""

from datetime import datetime

from helpdesk.sla.commands import tracking
from helpdesk.sla.rules import signals
from helpdesk.sla.vocabulary import Author, CloseReason, TicketStatus
from helpdesk.tickets.events import (
    AgentReplied,
    CategoryChanged,
    CustomerWrote,
    NoReplyNeeded,
    PriorityChanged,
    StatusChanged,
    TicketFiled,
)
from helpdesk.tickets.vocabulary import Opening
from kit.events import on


@on(TicketFiled)
def ticket_filed(event: TicketFiled) -> None:
    tracking.start(event.ticket_id, [_opening(event)], requester_is_agent=event.requester_is_agent)


@on(CustomerWrote)
def customer_wrote(event: CustomerWrote) -> None:
    if not event.automatic:
        tracking.hear(event.ticket_id, signals.CustomerMessage(at=_second(event.at), position=event.message_id))


@on(AgentReplied)
def agent_replied(event: AgentReplied) -> None:
    status = TicketStatus(event.status) if event.status else None
    tracking.hear(
        event.ticket_id,
        signals.AgentReply(at=_second(event.at), position=event.message_id, seen_up_to=event.seen_up_to, status=status),
    )


@on(StatusChanged)
def status_changed(event: StatusChanged) -> None:
    reason = CloseReason(event.reason) if event.reason else None
    tracking.hear(
        event.ticket_id,
        signals.StatusSet(at=_second(event.at), to=TicketStatus(event.after), by=Author(event.by), reason=reason),
    )


@on(NoReplyNeeded)
def no_reply_needed(event: NoReplyNeeded) -> None:
    tracking.hear(event.ticket_id, signals.NoReplyNeeded(at=_second(event.at)))


@on(PriorityChanged)
def priority_changed(event: PriorityChanged) -> None:
    tracking.rematch(event.ticket_id, at=_second(event.at))


@on(CategoryChanged)
def category_changed(event: CategoryChanged) -> None:
    tracking.rematch(event.ticket_id, at=_second(event.at))


def _opening(event: TicketFiled) -> signals.Signal:
    at = _second(event.at)
    if event.opening in (Opening.CUSTOMER, Opening.VOICEMAIL):
        return signals.CustomerMessage(at=at, position=event.message_id)
    if event.opening is Opening.CALL_ANSWERED:
        return signals.CallAnswered(at=at, position=event.message_id)
    return signals.AgentOpened(at=at, public=event.opening is Opening.AGENT_PUBLIC)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
