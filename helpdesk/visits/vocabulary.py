"""The words of follow-up visits 回访."""

from datetime import timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why somebody is visited."""

    LOW_SCORE = "low_score"
    SOLVED_COMPLAINT = "solved_complaint"
    REPEAT = "repeat"  # agreed at an earlier visit
    PLANNED = "planned"  # an agent thought of it


class Way(StrEnum):
    """How: a call, a mail, or in person."""

    CALL = "call"
    MAIL = "mail"
    HOME = "home"


class Status(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How an attempt went."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"
    NO_CALLS = "no_calls"


class Group(StrEnum):
    """Where the worklist shows a visit."""

    LATE = "late"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    LATER = "later"
    DONE = "done"


COMPLAINTS = frozenset({"quality", "logistics", "service"})
AFTER_SOLVING = timedelta(days=2)
AFTER_LOW_SCORE = timedelta(hours=1)
RETRY_AFTER = timedelta(days=1)
MOST_ATTEMPTS = 3
LATE_AFTER = timedelta(minutes=15)
HAPPY_FROM = 3
MAX_NOTE = 4000
