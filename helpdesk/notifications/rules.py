"""Pure decisions: what follows an attempt, how long to wait, how letters are marked so that answers find home."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk.notifications.vocabulary import (
    ARRIVAL_RANK,
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    MOST_FAILURES,
    REST_AFTER_DENIAL,
    WAIT_FOR_EVENT,
    Arrival,
    Ending,
    Status,
)


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended. `wait_s` is what the provider asked us to wait, in seconds."""

    ending: Ending
    provider_id: str | None = None
    wait_s: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """What to write on the row, and until when its whole channel rests."""

    status: Status
    not_before: datetime | None = None
    is_failure: bool = False
    rest_until: datetime | None = None


def next_step(outcome: Outcome, *, failures: int, seed: int, resends: bool, now: datetime) -> Step:
    """Where a row goes after an attempt (HARDENING G22-G25). `failures` are those before this attempt; `seed` spreads retries."""
    match outcome.ending:
        case Ending.ACCEPTED:
            return Step(Status.SENT)
        case Ending.BUSY:
            until = now + timedelta(seconds=outcome.wait_s or FIRST_PAUSE_S)
            return Step(Status.QUEUED, not_before=until, rest_until=until)
        case Ending.DENIED:
            return Step(Status.QUEUED, not_before=now + REST_AFTER_DENIAL, rest_until=now + REST_AFTER_DENIAL)
        case Ending.REFUSED:
            return Step(Status.FAILED, is_failure=True)
        case Ending.UNCERTAIN:
            return Step(Status.AMBIGUOUS, not_before=now + WAIT_FOR_EVENT, is_failure=resends)
    if failures + 1 >= MOST_FAILURES:
        return Step(Status.FAILED, is_failure=True)
    return Step(Status.QUEUED, not_before=now + pause(failures, seed), is_failure=True)


def pause(failures: int, seed: int) -> timedelta:
    """How long to wait after so many failures: doubling from 15 s to 10 min, spread by a fifth so that not all return at once."""
    seconds = min(FIRST_PAUSE_S * 2 ** min(failures, 10), LONGEST_PAUSE_S)
    return timedelta(seconds=seconds * (0.8 + 0.2 * ((seed * 7919) % 100) / 100))


def is_news(known: Arrival | None, told: Arrival) -> bool:
    """Events come twice and in any order: only one that is more final than what is known changes anything."""
    return known is None or ARRIVAL_RANK[told] > ARRIVAL_RANK[known]


def is_undeliverable(arrival: Arrival) -> bool:
    return arrival in {Arrival.DROPPED, Arrival.BOUNCED, Arrival.COMPLAINED}


def message_id(notification_id: int, domain: str, key: bytes) -> str:
    """The Message-ID of a notification: the same at every attempt, recognisable as ours, not to be guessed (RFC 5322 form)."""
    return f"<n.{notification_id}.{_mac(key, 'message', notification_id)}@{domain}>"


def thread_id(ticket_id: int, domain: str, key: bytes) -> str:
    """The Message-ID that all mails of a ticket refer to, so that mail programs show them as one conversation."""
    return f"<t.{ticket_id}.{_mac(key, 'thread', ticket_id)}@{domain}>"


def reply_address(ticket_id: int, recipient_id: int, domain: str, key: bytes) -> str:
    """Where the recipient's answer goes: `r+<ticket>.<recipient>.<proof>@domain`; the proof binds both (HARDENING 4.4, G7)."""
    return f"r+{ticket_id:x}.{recipient_id:x}.{_mac(key, 'reply', ticket_id, recipient_id)}@{domain}"


def ids_of_reply_address(address: str, key: bytes) -> tuple[int, int] | None:
    """Ticket and recipient of a genuine reply address, else None."""
    local, _, _ = address.strip().lower().partition("@")
    parts = local.removeprefix("r+").split(".")
    if not local.startswith("r+") or len(parts) != 3 or len(local) > 64:
        return None
    try:
        ticket_id, recipient_id = int(parts[0], 16), int(parts[1], 16)
    except ValueError:
        return None
    genuine = hmac.compare_digest(parts[2].encode(), _mac(key, "reply", ticket_id, recipient_id).encode())
    return (ticket_id, recipient_id) if genuine else None


def _mac(key: bytes, purpose: str, *ids: int) -> str:
    """80 bits in lower-case base 32: mail systems may change the case of addresses."""
    text = f"{purpose}:{':'.join(map(str, ids))}"
    return base64.b32encode(hmac.digest(key, text.encode(), hashlib.sha256)[:10]).decode().lower()
