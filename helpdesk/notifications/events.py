"""What happens to notifications and is worth a line in the audit trail."""

from dataclasses import dataclass
from typing import ClassVar

from kit.events import Event


@dataclass(frozen=True, kw_only=True)
class NotificationEvent(Event):
    subject: ClassVar[str] = "notification"
    notification_id: int


@dataclass(frozen=True, kw_only=True)
class NotificationRetried(NotificationEvent):
    """A person asked to send a failed notification again."""


@dataclass(frozen=True, kw_only=True)
class NotificationUndeliverable(NotificationEvent):
    """The mail came back or was refused for good: the person cannot be reached at this address."""

    ticket_id: int | None
    arrival: str
