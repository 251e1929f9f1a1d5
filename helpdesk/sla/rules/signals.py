"""What can happen to a ticket, as its clocks hear it.

`at` is the instant that counts (a message's acceptance, the click that queued a reply), whole seconds UTC. `position` is the
place in the thread: a later message has a higher one; a message's row id serves. An undone reply is no signal: leave it out
and replay the rest.
"""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.sla.rules.calendar import WorkingTime
from helpdesk.sla.rules.policies import Policy
from helpdesk.sla.vocabulary import Author, CloseReason, TicketStatus


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Something happened that starts or stops nothing by itself: a note, a bot's answer, an acknowledgement."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class CustomerMessage(Signal):
    """A genuine message of the customer; automatic mail is a plain Signal (rules 3, 7)."""

    position: int


@dataclass(frozen=True, kw_only=True)
class AgentReply(Signal):
    """A person's public message on its way to the customer (rule 4). Without `seen_up_to` it answers everything."""

    position: int
    seen_up_to: int | None = None
    status: TicketStatus | None = None


@dataclass(frozen=True, kw_only=True)
class CallAnswered(Signal):
    """A customer's call that a person took at once: message and reply in one (rule 16)."""

    position: int


@dataclass(frozen=True, kw_only=True)
class AgentOpened(Signal):
    """A ticket that an agent opened, by a public message or by a note only (rule 16)."""

    public: bool


@dataclass(frozen=True, kw_only=True)
class Bounced(Signal):
    """A person's reply did not arrive."""

    reply: int


@dataclass(frozen=True, kw_only=True)
class StatusSet(Signal):
    """The status was set (rules 5, 7, 8)."""

    to: TicketStatus
    by: Author = Author.PERSON
    reason: CloseReason | None = None


@dataclass(frozen=True, kw_only=True)
class NoReplyNeeded(Signal):
    """A person decided that what the customer wrote needs no answer (rule 6)."""


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Signal):
    """Another policy matches now, or none (rule 10); where it brings its own calendar, both change at once."""

    policy: Policy | None
    calendar: WorkingTime | None = None


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Signal):
    """The calendar was edited or replaced (rule 11)."""

    calendar: WorkingTime


@dataclass(frozen=True, kw_only=True)
class Restored(Signal):
    """Taken back from spam, duplicate, test or a merge (rule 17)."""


@dataclass(frozen=True, kw_only=True)
class Absorbed(Signal):
    """Unanswered messages of a merged ticket arrive, as (position, instant) with their own instants (rule 15)."""

    messages: tuple[tuple[int, datetime], ...]
