"""What was imported, by the source's own ids: a repeated import finds unchanged rows by their digest."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.imports.vocabulary import Kind
from kit.db import Model


class ImportedRow(Model):
    """One row of a source as it was taken last; `digest` changes when any of its values does."""

    __tablename__ = "imported_row"

    origin: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(primary_key=True)
    origin_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    imported_at: Mapped[datetime]
