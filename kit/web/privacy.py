"""Answers kept for forms sent twice may repeat what a person wrote; they are of no use to the person and go at once."""

from datetime import datetime

from kit.privacy import Rows, forget
from kit.web.idempotency import SentForm


def export(person_id: int) -> dict[str, Rows]:
    return {}


def erase(person_id: int, now: datetime) -> None:
    forget(SentForm, SentForm.sender == f"user:{person_id}")
