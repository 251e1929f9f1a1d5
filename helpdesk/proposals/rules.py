"""Who may offer, answer and withdraw, and what an offer must say. Pure."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from helpdesk.proposals.vocabulary import ANSWER_WITHIN, LEAST_TEXT, MOST_TEXT, REMIND_AFTER, Status
from kit.errors import Conflict, RuleViolation

MOST_ITEMS = 6
LONGEST = timedelta(days=30)


def check_offer(text: str, resolutions: Sequence[str], expires_at: datetime, now: datetime) -> None:
    """Raises RuleViolation `no_items`, `too_many_items`, `text_too_short`, `text_too_long` or `bad_deadline`."""
    if not resolutions:
        raise RuleViolation("no_items", "Choose what to offer.", field="resolution")
    if len(resolutions) > MOST_ITEMS:
        raise RuleViolation("too_many_items", "Offer at most six things at once.", field="resolution")
    if len(text.strip()) < LEAST_TEXT:
        raise RuleViolation("text_too_short", "Write at least 10 characters, so the customer knows why.", field="text")
    if len(text) > MOST_TEXT:
        raise RuleViolation("text_too_long", "Keep it under 4,000 characters.", field="text")
    if not now < expires_at <= now + LONGEST:
        raise RuleViolation("bad_deadline", "The answer must be due within the next 30 days.", field="hours")


def check_open(status: Status, expires_at: datetime, now: datetime) -> None:
    """An answer counts once and in time. Raises Conflict `answered` or `expired`."""
    if status is not Status.OFFERED:
        raise Conflict("answered", "This offer was already answered or withdrawn.")
    if now > expires_at:
        raise Conflict("expired", "The time to answer this offer is over. Write to us and we make a new one.")


def check_text(agreed_to: str, shown: str) -> None:
    """The consent is to the words that were shown. Raises Conflict `changed` when those are no longer what is offered."""
    if agreed_to != fingerprint(shown):
        raise Conflict("changed", "The offer has changed since you opened it. Please read it again.")


def fingerprint(text: str) -> str:
    """SHA-256 of the words a person agrees to."""
    return hashlib.sha256(text.encode()).hexdigest()


def default_deadline(now: datetime) -> datetime:
    return now + ANSWER_WITHIN


def reminder_due(offered_at: datetime, expires_at: datetime) -> datetime:
    """One reminder: a day after the offer, or half way for shorter offers."""
    return offered_at + min(REMIND_AFTER, (expires_at - offered_at) / 2)
