"""The words of the service-level clocks (sla.md)."""

from enum import StrEnum


class Metric(StrEnum):
    """What a clock measures. `redeliver` runs after a reply that did not arrive."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"
    REDELIVER = "redeliver"


ANSWER_METRICS = (Metric.FIRST_REPLY, Metric.NEXT_REPLY)
REPLY_METRICS = (*ANSWER_METRICS, Metric.REDELIVER)


class ClockState(StrEnum):
    """How a clock stands. `breached` wins over every other word, answered or not."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a clock ended without being fulfilled (sla.md rules 6, 8, 10, 15)."""

    CLOSED_UNANSWERED = "closed_unanswered"
    BOT_SOLVED = "bot_solved"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    MERGED = "merged"
    TEST = "test"
    CUSTOMER_WITHDREW = "customer_withdrew"
    NO_REPLY_NEEDED = "no_reply_needed"
    NO_POLICY = "no_policy"


NEVER_COUNTED = frozenset({EndReason.SPAM, EndReason.DUPLICATE, EndReason.TEST, EndReason.NO_REPLY_NEEDED})
"""Nobody was kept waiting, so not even an earlier breach counts."""

SET_ASIDE = frozenset({EndReason.SPAM, EndReason.DUPLICATE, EndReason.MERGED, EndReason.TEST})
"""The ticket was taken for something else; restoring it brings its clocks back (rule 17)."""


class Cause(StrEnum):
    """What moved a deadline into the past, or lifted it after the breach."""

    POLICY_CHANGE = "policy_change"
    CALENDAR_CHANGE = "calendar_change"
    RESTORED = "restored"


class TicketStatus(StrEnum):
    """The statuses of a ticket, as far as clocks listen to them."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


FINAL_STATUSES = frozenset({TicketStatus.SOLVED, TicketStatus.CLOSED})


class Author(StrEnum):
    """Who set a status."""

    PERSON = "person"
    BOT = "bot"
    CUSTOMER = "customer"


class CloseReason(StrEnum):
    """Why a ticket was solved or closed, in the words of the person who did it."""

    RESOLVED = "resolved"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    MERGED = "merged"
    TEST = "test"
    CUSTOMER_WITHDREW = "customer_withdrew"


class FactKind(StrEnum):
    """What the log of a clock tells."""

    OPENED = "opened"
    PAUSED = "paused"
    RESUMED = "resumed"
    WARNED = "warned"
    BREACHED = "breached"
    BREACH_WITHDRAWN = "breach_withdrawn"
    SUPERSEDED = "superseded"
    FULFILLED = "fulfilled"
    ENDED = "ended"
    REOPENED = "reopened"
