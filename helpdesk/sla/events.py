"""What clocks tell the rest of the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ClockEvent(Event):
    subject: ClassVar[str] = "ticket"
    ticket_id: int
    metric: str
    cycle: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Breached(ClockEvent):
    """A deadline was missed, at `breached_at`. Exactly one of these for each clock."""

    breached_at: datetime
    cause: str | None


@dataclass(frozen=True, kw_only=True)
class BreachWarning(ClockEvent):
    """A warning ripened; `kind` names it and `to` lists its recipients: owner, lead, manager (rule 13)."""

    kind: str
    to: list[str]
