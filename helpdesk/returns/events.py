"""What happens to after-sales cases; each shows in the timeline of the case's ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from helpdesk.returns.vocabulary import CaseType, Clock, CloseReason, Event, State
from kit import events


@dataclass(frozen=True, kw_only=True)
class CaseFact(events.Event):
    subject: ClassVar[str] = "case"
    case_id: int
    case_number: str
    ticket_id: int | None
    order_id: int


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseFact):
    type: CaseType
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class CaseMoved(CaseFact):
    """Any step of the table; `by` is the party that acted."""

    event: Event
    before: State | None
    after: State
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseApproved(CaseFact):
    """`automatic`: the policy or the clock said yes."""

    automatic: bool


@dataclass(frozen=True, kw_only=True)
class CaseRejected(CaseFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class TrackingAdded(CaseFact):
    carrier: str
    tracking: str


@dataclass(frozen=True, kw_only=True)
class GoodsReceived(CaseFact):
    units: int
    announced: int


@dataclass(frozen=True, kw_only=True)
class LineInspected(CaseFact):
    line_id: int
    units: int
    grade: str
    disposition: str


@dataclass(frozen=True, kw_only=True)
class CaseSettled(CaseFact):
    """A refund was requested for accepted goods."""

    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class CaseCompleted(CaseFact):
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseFact):
    reason: CloseReason


@dataclass(frozen=True, kw_only=True)
class DeadlineNear(CaseFact):
    """A fifth of the time is left."""

    kind: Clock
    due_at: datetime
