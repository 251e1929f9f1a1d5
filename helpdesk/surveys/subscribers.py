"""What makes surveys due, and what makes them pointless."""

from helpdesk.surveys import commands
from helpdesk.tickets.events import StatusChanged, TicketReopened
from helpdesk.tickets.vocabulary import Status
from kit.events import on


@on(StatusChanged)
def schedule(event: StatusChanged) -> None:
    if event.after is Status.SOLVED and event.before is not Status.CLOSED:
        commands.schedule(event.ticket_id, event.reason, at=event.at)


@on(TicketReopened)
def cancel(event: TicketReopened) -> None:
    commands.cancel_unsent(event.ticket_id)
