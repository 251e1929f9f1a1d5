"""Texts of a person that were classified: handed out, and forgotten. What was learned from them names nobody."""

from datetime import datetime

from helpdesk.classification.models import LabelledText
from kit.privacy import Rows, forget, held


def export(person_id: int) -> dict[str, Rows]:
    own = LabelledText.requester_id == person_id
    return {"texts": held(LabelledText, own, without=("corrected_by_id", "version"))}


def erase(person_id: int, now: datetime) -> None:
    forget(LabelledText, LabelledText.requester_id == person_id)
