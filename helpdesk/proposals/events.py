"""What happens to proposals; each shows in the timeline of its ticket."""

from dataclasses import dataclass
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    subject: ClassVar[str] = "proposal"
    proposal_id: int
    ticket_id: int
    case_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalOffered(ProposalEvent):
    """The customer is asked; `resolutions` in the order of the items."""

    resolutions: list[str]
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ProposalReminded(ProposalEvent):
    """Half the time is over without an answer: the customer is asked once more."""


@dataclass(frozen=True, kw_only=True)
class ProposalAccepted(ProposalEvent):
    """Consented to and carried out in the same transaction."""

    spoken: bool


@dataclass(frozen=True, kw_only=True)
class ProposalDeclined(ProposalEvent):
    reason: str
    spoken: bool


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(ProposalEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ProposalLapsed(ProposalEvent):
    """Nobody answered in time."""
