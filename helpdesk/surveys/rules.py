"""Pure decisions about surveys: who is asked, until when one may answer, and the token in the mail."""

from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer

from helpdesk.surveys.vocabulary import SCORES, Status
from helpdesk.tickets.vocabulary import Reason

_NOT_SERVED = frozenset({Reason.SPAM, Reason.DUPLICATE, Reason.MERGED, Reason.TEST, Reason.CUSTOMER_WITHDREW})
_SALT = "survey"


def is_asked(*, is_on: bool, reason: Reason | None, is_customer: bool, has_address: bool, has_refused: bool) -> bool:
    """Nobody is asked about a request that was never served, staff and people without an address neither."""
    return is_on and reason not in _NOT_SERVED and is_customer and has_address and not has_refused


def is_open(status: Status, expires_at: datetime, now: datetime) -> bool:
    """An answer can be given, and changed, until the survey expires."""
    return status in {Status.SENT, Status.ANSWERED} and now < expires_at


def valid_score(text: str | None) -> int | None:
    """The score meant by `text` (as in an address: only a preselection), or None."""
    return int(text) if text in {str(score) for score in SCORES} else None


def token(survey_id: int, key: str) -> str:
    """What the mail carries: the id with a signature of 160 bits. Nothing secret is stored, and none can be guessed."""
    return str(_serializer(key).dumps(survey_id))


def survey_of(token: str, key: str) -> int | None:
    """The survey's id of a genuine token, else None."""
    try:
        found = _serializer(key).loads(token[:200])
    except BadData:
        return None
    return found if isinstance(found, int) else None


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=_SALT)
