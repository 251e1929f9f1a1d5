"""The words of tickets: status, priority, channel, kinds of messages, who did something and why."""

from datetime import timedelta
from enum import StrEnum


class Status(StrEnum):
    """Where the work stands (sla.md). `pending` waits for the customer, `on_hold` for us or a partner."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


FINAL = frozenset({Status.SOLVED, Status.CLOSED})


class HoldFor(StrEnum):
    """Whom an on-hold ticket waits for; it never pauses the customer's clock."""

    CARRIER = "carrier"
    SUPPLIER = "supplier"
    WAREHOUSE = "warehouse"
    TEAM = "team"


class Priority(StrEnum):
    """How soon somebody must look; the same four words as the urgency of classification."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Channel(StrEnum):
    """The way a message came in."""

    WEB = "web"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    STORE = "store"
    API = "api"
    CARRIER = "carrier"
    REVIEW = "review"


class MessageKind(StrEnum):
    """Who speaks in a message. A note never leaves the house; a system message is automatic and moves no clock."""

    CUSTOMER = "customer"
    AGENT = "agent"
    NOTE = "note"
    SYSTEM = "system"


PUBLIC = frozenset({MessageKind.CUSTOMER, MessageKind.AGENT, MessageKind.SYSTEM})


class Speaker(StrEnum):
    """Who wrote the newest public message."""

    CUSTOMER = "customer"
    AGENT = "agent"


class By(StrEnum):
    """Who set a status."""

    PERSON = "person"
    BOT = "bot"
    CUSTOMER = "customer"


class Reason(StrEnum):
    """Why a ticket was solved or closed (sla.md rule 8)."""

    RESOLVED = "resolved"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    MERGED = "merged"
    TEST = "test"
    CUSTOMER_WITHDREW = "customer_withdrew"


class Opening(StrEnum):
    """How a ticket began (sla.md rule 16): with the customer's words, a call, or an agent's own doing,
    with or without a public message."""

    CUSTOMER = "customer"
    CALL_ANSWERED = "call_answered"
    VOICEMAIL = "voicemail"
    AGENT_PUBLIC = "agent_public"
    AGENT_INTERNAL = "agent_internal"


class ClockState(StrEnum):
    """The standing of the clock that matters most, as sla tells it."""

    NONE = "none"
    RUNNING = "running"
    PAUSED = "paused"


REOPEN_WITHIN = timedelta(days=14)
"""A solved ticket closes after this time; until then the customer's message reopens it (sla.md, statuses)."""

DUE_SOON = timedelta(minutes=15)

MAX_SUBJECT = 200
MAX_BODY = 120_000
MAX_UPLOADS = 12
