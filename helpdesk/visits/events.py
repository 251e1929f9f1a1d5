"""What happens to visits; each shows in the timeline of its ticket."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from helpdesk.visits.vocabulary import Outcome, Reason
from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class VisitEvent(Event):
    subject: ClassVar[str] = "visit"
    visit_id: int
    ticket_id: int | None


@dataclass(frozen=True, kw_only=True)
class VisitPlanned(VisitEvent):
    reason: Reason
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class VisitAttempted(VisitEvent):
    """Somebody tried; `next_at` is when it will be tried again, None when the visit is done."""

    outcome: Outcome
    mood: int | None
    attempt: int
    next_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(VisitEvent):
    """There is nothing to ask any more: the ticket was reopened."""


@dataclass(frozen=True, kw_only=True)
class PhoneRevealed(VisitEvent):
    """Somebody looked at the whole phone number."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class VisitSettingsChanged(Event):
    """A manager changed when customers are called; `values` as "name=value"."""

    subject: ClassVar[str] = "visit_settings"
    visit_settings_id: int
    values: list[str]
