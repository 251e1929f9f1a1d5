"""The words of notifications: where a row stands, how its mail arrived, how a sending ended."""

from datetime import timedelta
from enum import StrEnum


class Status(StrEnum):
    """Where a notification stands. `ambiguous`: handed over, but whether it was accepted is not known."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    FAILED = "failed"
    SKIPPED = "skipped"


class Arrival(StrEnum):
    """What the provider told us about a mail after it had accepted it, from the least to the most final."""

    PROCESSED = "processed"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    DROPPED = "dropped"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


ARRIVAL_RANK = {arrival: rank for rank, arrival in enumerate(Arrival)}


class Ending(StrEnum):
    """How one attempt to send ended."""

    ACCEPTED = "accepted"
    BUSY = "busy"  # the provider asks to slow down: no failure of ours
    UNREACHABLE = "unreachable"  # it certainly was not accepted: try again
    DENIED = "denied"  # our key is refused: the whole channel rests
    REFUSED = "refused"  # this letter will never be accepted
    UNCERTAIN = "uncertain"  # it may have been accepted


class EventState(StrEnum):
    """What became of a provider's event."""

    APPLIED = "applied"
    IGNORED = "ignored"  # a kind of event that changes nothing, or older than what we know
    UNKNOWN = "unknown"  # names no notification of ours
    MALFORMED = "malformed"


LEASE = timedelta(seconds=60)
"""How long a worker may hold a row; longer than any request to the provider."""

WAIT_FOR_EVENT = timedelta(minutes=10)
"""How long an ambiguous row waits for the provider's own word before it is sent again (HARDENING G25)."""

REST_AFTER_DENIAL = timedelta(minutes=5)
MOST_FAILURES = 48
FIRST_PAUSE_S, LONGEST_PAUSE_S = 15, 600
BATCH = 20
SIGNATURE_AGE = timedelta(seconds=300)
ACKNOWLEDGEMENTS_A_DAY = 3
