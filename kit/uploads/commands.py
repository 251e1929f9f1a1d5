"""Keeping uploaded files."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation
from kit.uploads.models import Upload
from kit.uploads.rules import BYTES_A_DAY, FILES_A_DAY, Accepted
from kit.uploads.storage import Storage


def storage() -> Storage:
    """The current application's storage."""
    found: Storage = current_app.extensions["uploads"]
    return found


@command
def keep(file: Accepted, *, owner: User | None, now: datetime) -> Upload:
    """Store the content, then the row: a crash between leaves only an orphan blob that the sweeper removes.

    Raises RuleViolation("too_many_files") for somebody outside the house who has sent more than a day's share (HARDENING E6)."""
    if owner is not None and not owner.is_staff:
        _refuse_beyond_quota(owner, len(file.content), now)
    digest = storage().put(file.content)
    upload = Upload(
        token=secrets.token_urlsafe(24), owner_id=owner.id if owner else None, name=file.name, media_type=file.media_type,
        size=len(file.content), sha256=digest, created_at=now,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def _refuse_beyond_quota(owner: User, size: int, now: datetime) -> None:
    sent = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(
        Upload.owner_id == owner.id, Upload.created_at > now - timedelta(days=1)
    )
    count, total = db.session.execute(sent).one()
    if count >= FILES_A_DAY or total + size > BYTES_A_DAY:
        raise RuleViolation("too_many_files", "You have sent many files today. Please send the others tomorrow.", field="files")


def by_tokens(tokens: list[str], owner_id: int | None) -> list[Upload]:
    """The uploads with these tokens that this person made; others are silently not there."""
    if not tokens:
        return []
    mine = Upload.owner_id.is_(None) if owner_id is None else Upload.owner_id == owner_id
    found = db.session.scalars(select(Upload).where(Upload.token.in_(tokens), mine))
    order = {token: place for place, token in enumerate(tokens)}
    return sorted(found, key=lambda upload: order[upload.token])
