"""Files that show what happened: the customer's photos, inspection photos, proofs of payouts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.returns.vocabulary import EvidenceKind
from kit.db import Model
from kit.uploads.models import Upload


class Evidence(Model):
    """A file of a case. `for_customer`: the customer may see it (their own always, inspection photos too)."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("case_id", "upload_id"), Index("ix_evidence_line", "case_line_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"), index=True)
    case_line_id: Mapped[int | None] = mapped_column(ForeignKey("aftersale_line.id"))
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[EvidenceKind]
    sha256: Mapped[str] = mapped_column(index=True)
    for_customer: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]
    upload: Mapped[Upload] = relationship(lazy="raise_on_sql")
