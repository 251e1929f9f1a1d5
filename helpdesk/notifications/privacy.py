"""Letters to a person: what was sent when is handed out; letters kept as files and what the provider reported are erased."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Text, cast, or_, select

from helpdesk.notifications.channels.outbox import folder
from helpdesk.notifications.models import MailEvent, Notification
from helpdesk.notifications.vocabulary import Status
from kit.accounts.models import User
from kit.db import after_commit, db
from kit.privacy import Rows, blank, held

_OURS = ("queue", "dedupe_key", "attempt", "failures", "lease_until", "begun_at", "not_before", "provider_id", "last_error")


def export(person_id: int) -> dict[str, Rows]:
    return {"letters": held(Notification, Notification.recipient_id == person_id, without=_OURS)}


def erase(person_id: int, now: datetime) -> None:
    """What still waits is not sent any more."""
    letters = select(Notification.id).where(Notification.recipient_id == person_id)
    blank(Notification, Notification.recipient_id == person_id, subject={}, last_error="", provider_id=None)
    blank(Notification, Notification.id.in_(letters), Notification.status == Status.QUEUED, status=Status.SKIPPED)
    address = db.session.scalar(select(User.email).where(User.id == person_id))
    names_it = cast(MailEvent.particulars, Text).contains(address, autoescape=True) if address else MailEvent.id.is_(None)
    blank(MailEvent, or_(MailEvent.notification_id.in_(letters), names_it), particulars={})
    kept = folder(current_app.config["SETTINGS"])
    numbers = [int(number) for number in db.session.scalars(letters)]
    after_commit(lambda: _throw_away(kept, numbers))


def _throw_away(folder_: Path, numbers: list[int]) -> None:
    for number in numbers:
        for path in folder_.glob(f"{number:09d}-*.eml"):
            path.unlink(missing_ok=True)
