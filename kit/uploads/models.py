"""What was uploaded; who may see it is decided by the thing it is attached to."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model


class Upload(Model):
    """A file. `token` names it while it waits for the form it belongs to; `name` is only a label, never a path."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]  # from the picture's own data, read before it was stripped

    @property
    def is_picture(self) -> bool:
        """Re-encoded by us, so safe to show in place."""
        return self.media_type in {"image/jpeg", "image/png", "image/webp"}

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")
