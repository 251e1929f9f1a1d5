"""A request that is still being written, kept on the server so that nothing typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Model


class RequestDraft(Model):
    """One draft for an order and a person: what each step of the wizard has so far."""

    __tablename__ = "request_draft"

    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # opaque: the shop's
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
