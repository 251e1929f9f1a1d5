"""Keeping uploaded files."""

import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from kit.accounts.models import User
from kit.db import command, db
from kit.uploads.models import Upload
from kit.uploads.rules import Accepted
from kit.uploads.storage import Storage


def storage() -> Storage:
    """The current application's storage."""
    found: Storage = current_app.extensions["uploads"]
    return found


@command
def keep(file: Accepted, *, owner: User | None, now: datetime) -> Upload:
    """Store the content, then the row: a crash between leaves only an orphan blob that the sweeper removes."""
    digest = storage().put(file.content)
    upload = Upload(
        token=secrets.token_urlsafe(24), owner_id=owner.id if owner else None, name=file.name, media_type=file.media_type,
        size=len(file.content), sha256=digest, created_at=now,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


def by_tokens(tokens: list[str], owner_id: int | None) -> list[Upload]:
    """The uploads with these tokens that this person made; others are silently not there."""
    if not tokens:
        return []
    mine = Upload.owner_id.is_(None) if owner_id is None else Upload.owner_id == owner_id
    found = db.session.scalars(select(Upload).where(Upload.token.in_(tokens), mine))
    order = {token: place for place, token in enumerate(tokens)}
    return sorted(found, key=lambda upload: order[upload.token])
