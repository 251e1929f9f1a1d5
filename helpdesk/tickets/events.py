"""What happens to tickets. Recorded events are the ticket's timeline."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.tickets.vocabulary import By, Channel, Opening, Priority, Reason, Status
from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    subject: ClassVar[str] = "ticket"
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class TicketFiled(TicketEvent):
    """A ticket exists, with its first message. `opening` says what the clocks make of it (sla.md rule 16)."""

    message_id: int
    requester_is_agent: bool
    channel: Channel
    by_agent: bool
    opening: Opening
    verified: bool  # False: filed without signing in, so the address is not proved


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(TicketEvent):
    """A further message of the customer. An automatic one (out of office) moves nothing."""

    message_id: int
    automatic: bool


@dataclass(frozen=True, kw_only=True)
class AgentReplied(TicketEvent):
    """A person's public answer. It answers what came up to `seen_up_to`; None: everything. `status` was applied after it."""

    message_id: int
    seen_up_to: int | None
    status: Status | None


@dataclass(frozen=True, kw_only=True)
class NoteAdded(TicketEvent):
    message_id: int


@dataclass(frozen=True, kw_only=True)
class SystemWrote(TicketEvent):
    """An automatic public message of ours: an acknowledgement, a reminder. It moves no clock."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class StatusChanged(TicketEvent):
    before: Status
    after: Status
    by: By
    reason: Reason | None = None
    hold_for: str | None = None


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent):
    """A solved ticket is worked on again; the StatusChanged beside it says by whom."""

    by: By


@dataclass(frozen=True, kw_only=True)
class Assigned(TicketEvent):
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class PriorityChanged(TicketEvent):
    before: Priority
    after: Priority


@dataclass(frozen=True, kw_only=True)
class CategoryChanged(TicketEvent):
    before: str
    after: str
    subtype_before: str | None
    subtype_after: str | None


@dataclass(frozen=True, kw_only=True)
class NoReplyNeeded(TicketEvent):
    """A person decided that what the customer wrote needs no answer (sla.md rule 6)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseLinked(TicketEvent):
    """An after-sales case belongs to this conversation from now on."""

    case_id: int
    case_number: str


@dataclass(frozen=True, kw_only=True)
class GuestCodeRequested(Event):
    """A guest is to be mailed a code; `commands.guest_access.new_code` makes it while the mail is written."""

    subject: ClassVar[str] = "guest_access"
    guest_access_id: int
    user_id: int
