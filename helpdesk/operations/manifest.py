"""What a backup says about itself: which version made it, with which keys, and the digest of its dump."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from cryptography.fernet import InvalidToken
from flask import current_app

from kit.db import db
from kit.encryption import blind_index
from kit.uploads.models import Upload

FILE, DUMP, FILES = "backup.json", "database.dump", "attachments"
_PROOF = "helpdesk backup"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`key_proof` can be read only with the field keys and `index_proof` be made only with the SECRET_KEY in use at the backup."""

    made_at: str
    product: str
    schema: str
    sha256: str
    files: int
    key_proof: str
    index_proof: str


def describe(dump: Path, files: int, *, now: datetime) -> Manifest:
    """The manifest of a dump just made and of so many attachments."""
    return Manifest(
        made_at=now.isoformat(timespec="seconds"),
        product=version("helpdesk"),
        schema=db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one(),
        sha256=digest(dump),
        files=files,
        key_proof=current_app.config["FIELD_KEYRING"].encrypt(_PROOF.encode()).decode(),
        index_proof=blind_index(_PROOF),
    )


def write(folder: Path, manifest: Manifest) -> None:
    """Last of all: a folder without a manifest is no backup."""
    aside = folder / f".{FILE}.part"
    aside.write_text(json.dumps(asdict(manifest), indent=1) + "\n")
    aside.replace(folder / FILE)


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises click.ClickException when the folder holds none that can be read."""
    try:
        return Manifest(**json.loads((folder / FILE).read_text()))
    except (OSError, ValueError, TypeError) as unreadable:
        raise click.ClickException(f"{folder} holds no complete backup: {FILE} is missing or cannot be read.") from unreadable


def check(folder: Path, manifest: Manifest) -> None:
    """Is the backup whole, of a version this product knows, and made with this installation's keys? Raises click.ClickException."""
    if not (folder / DUMP).exists() or digest(folder / DUMP) != manifest.sha256:
        raise click.ClickException(f"{DUMP} is missing or was changed since the backup was made. Nothing was restored.")
    if not _knows(manifest.schema):
        raise click.ClickException(
            f"The backup was made by a newer version ({manifest.product}, schema {manifest.schema}). Install that version first."
        )
    try:
        current_app.config["FIELD_KEYRING"].decrypt(manifest.key_proof.encode())
    except InvalidToken as wrong:
        raise click.ClickException(
            "The backup was made with other FIELD_ENCRYPTION_KEYS: names, addresses and phone numbers could not be read. "
            "Set those keys (of an embedded instance: copy its keys.json into this instance's folder), then try again."
        ) from wrong
    if blind_index(_PROOF) != manifest.index_proof:
        raise click.ClickException(
            "The backup was made with another SECRET_KEY: phone numbers would not be found again. "
            "Set that key (of an embedded instance: copy its keys.json), then try again."
        )


def damaged_files(folder: Path) -> list[str]:
    """Digests of attachments in `folder` whose content is no longer what their name says."""
    blobs = (path for path in folder.glob("??/*") if path.is_file())
    return [path.name for path in blobs if digest(path) != path.name]


def missing_files(folder: Path) -> list[str]:
    """Digests of attachments that the database names and `folder` does not hold."""
    named = db.session.scalars(sa.select(Upload.sha256).distinct())
    return [sha256 for sha256 in named if not (folder / sha256[:2] / sha256).is_file()]


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _knows(revision: str) -> bool:
    try:
        return ScriptDirectory(current_app.config["MIGRATIONS"]).get_revision(revision) is not None
    except CommandError:
        return False
