"""Channels: one file = one way to reach a person. A channel without its key hands over to the outbox on disk."""

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from helpdesk.notifications.rules import Outcome
from kit.registry import Registry
from kit.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A rendered notification, ready to leave. `recipient` is an address of the channel's own form."""

    notification_id: int
    kind: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)
    reply_to: str = ""


class Channel(Protocol):
    """Sends one letter and says how that ended; never raises for what a provider or the network does."""

    key: ClassVar[str]
    is_idempotent: ClassVar[bool]  # sending the same notification again replaces the first

    def is_ready(self, settings: Settings) -> bool:
        """Has it the keys it needs?"""

    def send(self, letter: Letter, settings: Settings) -> Outcome:
        """Try once."""


CHANNELS: Registry[Channel] = Registry("channel")


def channel_for(key: str, settings: Settings) -> Channel:
    """The channel called `key`, or the outbox on disk while that one has no key. Raises LookupError."""
    wanted = CHANNELS.get(key)
    return wanted if wanted.is_ready(settings) else CHANNELS.get("outbox")
