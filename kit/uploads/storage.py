"""Where file contents lie: a folder, one file per content, named by its SHA-256."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import unquote, urlsplit


class Storage:
    """Immutable blobs in a folder. A blob is complete before its row exists: written aside, synced, renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def at(cls, url: str) -> Self:
        """The storage at a file:// address. Raises ValueError for any other scheme."""
        parts = urlsplit(url)
        if parts.scheme != "file":
            raise ValueError(f"ATTACHMENTS_URL must be a file:// address, not {parts.scheme}://")
        return cls(Path(unquote(parts.path)))

    def put(self, content: bytes) -> str:
        """Keep the content; returns its SHA-256 in hex. The same content twice is one blob."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._path(digest)
        if target.exists():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as aside:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
        Path(aside.name).rename(target)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The blob for reading. Raises FileNotFoundError."""
        return self._path(digest).open("rb")

    def path(self, digest: str) -> Path:
        return self._path(digest)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
