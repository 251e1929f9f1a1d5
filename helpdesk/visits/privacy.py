"""Calls made to a person: handed out; the notes erased, outcomes and moods kept."""

from datetime import datetime

from sqlalchemy import select

from helpdesk.visits.models import Visit, VisitAttempt
from kit.privacy import Rows, blank, held


def export(person_id: int) -> dict[str, Rows]:
    visits = select(Visit.id).where(Visit.customer_id == person_id)
    return {
        "visits": held(Visit, Visit.customer_id == person_id, without=("assignee_id", "version")),
        "attempts": held(VisitAttempt, VisitAttempt.visit_id.in_(visits), without=("by_id",)),
    }


def erase(person_id: int, now: datetime) -> None:
    visits = select(Visit.id).where(Visit.customer_id == person_id)
    blank(VisitAttempt, VisitAttempt.visit_id.in_(visits), note="")
    blank(Visit, Visit.customer_id == person_id, about="", version=Visit.version + 1)
