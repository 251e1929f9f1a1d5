"""What a person answered when asked: handed out; the words erased, the scores kept."""

from datetime import datetime

from helpdesk.surveys.models import Survey
from kit.privacy import Rows, blank, held


def export(person_id: int) -> dict[str, Rows]:
    return {"surveys": held(Survey, Survey.customer_id == person_id, without=("agent_id",))}


def erase(person_id: int, now: datetime) -> None:
    blank(Survey, Survey.customer_id == person_id, comment="", may_call=False)
