"""Files a person sent: handed out by name and digest, erased with their contents."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from kit.db import Model, after_commit, db
from kit.privacy import Rows, forget, held
from kit.uploads.commands import storage
from kit.uploads.models import Upload


def export(person_id: int) -> dict[str, Rows]:
    return {"files": held(Upload, Upload.owner_id == person_id, without=("token",))}


def erase(person_id: int, now: datetime) -> None:
    discard(db.session.scalars(sa.select(Upload.id).where(Upload.owner_id == person_id)).all())


def discard(upload_ids: Collection[int]) -> None:
    """Delete those of the uploads that nothing refers to any more; contents that no other upload shares go after the commit."""
    unused = Upload.id.in_(upload_ids), *(Upload.id.not_in(sa.select(column)) for column in _references())
    digests = set(db.session.scalars(sa.select(Upload.sha256).where(*unused)))
    forget(Upload, *unused)
    shared = set(db.session.scalars(sa.select(Upload.sha256).where(Upload.sha256.in_(digests))))
    for digest in digests - shared:
        path = storage().path(digest)
        after_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]


def _references() -> list[sa.Column[int]]:
    """Every column of any feature that points at an upload and may not be empty while it does."""
    columns = (column for table in Model.metadata.sorted_tables for column in table.columns)
    return [column for column in columns if any(key.column is Upload.__table__.c.id for key in column.foreign_keys)]
