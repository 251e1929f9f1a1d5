"""We have your request: fixed words, the number, by when a person replies; at most three a day for one address (HARDENING G15)."""

from datetime import timedelta
from typing import ClassVar

from helpdesk.notifications import outbox, subjects
from helpdesk.notifications.kinds import Context, Kind, kind
from helpdesk.notifications.models import Notification
from helpdesk.notifications.vocabulary import ACKNOWLEDGEMENTS_A_DAY
from helpdesk.tickets.events import TicketFiled
from helpdesk.tickets.vocabulary import Channel, Opening
from kit import clock, profile
from kit.events import on

_CHANNELS = frozenset({Channel.WEB, Channel.EMAIL, Channel.PHONE, Channel.STORE, Channel.API})
_OPENINGS = frozenset({Opening.CUSTOMER, Opening.VOICEMAIL, Opening.CALL_ANSWERED})


@kind
class Acknowledgement(Kind):
    """Nothing in it was typed by the customer: a form must not become a way to mail strangers."""

    key = "acknowledgement"
    takes_replies = True
    greets = False
    auto_submitted: ClassVar[str] = "auto-replied"

    def context(self, notification: Notification) -> Context | None:
        ticket = subjects.ticket(notification.ticket_id or 0)
        now = clock.now()
        if ticket is None or ticket.case_id is not None or now - notification.created_at > timedelta(days=1):
            return None  # a case has a mail of its own
        waits = ticket.unanswered_since is not None and ticket.next_due_at is not None and ticket.next_due_at > now
        return {"number": ticket.number, "due_at": ticket.next_due_at if waits else None}


@on(TicketFiled)
def acknowledge(event: TicketFiled) -> None:
    if event.requester_is_agent or event.channel not in _CHANNELS or event.opening not in _OPENINGS:
        return
    to, day = subjects.requester_id(event.ticket_id), event.at.astimezone(profile.current().zone).date()
    for place in range(1, ACKNOWLEDGEMENTS_A_DAY + 1):  # the first free place of the day; the unique key decides races
        if outbox.put(Acknowledgement, to, dedupe=f"{day}:{place}", at=event.at, ticket_id=event.ticket_id):
            return
