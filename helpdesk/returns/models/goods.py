"""Where returned goods are: the parcel, what was counted in, what was found."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.returns.vocabulary import Cause, Disposition, Grade
from kit.accounts.models import User
from kit.db import Model


class ReturnParcel(Model):
    """A parcel on its way back. A tracking number belongs to one case only."""

    __tablename__ = "return_parcel"
    __table_args__ = (UniqueConstraint("carrier", "tracking"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"), index=True)
    carrier: Mapped[str]
    tracking: Mapped[str]
    shipment_id: Mapped[int | None]  # opaque: the shop's, once its carrier tells us where the parcel is
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    declared_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]


class Receipt(Model):
    """Units of a line counted in at the warehouse."""

    __tablename__ = "receipt"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_line_id: Mapped[int] = mapped_column(ForeignKey("aftersale_line.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("return_parcel.id"))
    quantity: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class UnexpectedItem(Model):
    """Something in the parcel that nobody announced."""

    __tablename__ = "unexpected_item"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"), index=True)
    description: Mapped[str]
    quantity: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class Inspection(Model):
    """What was found on units of a line, and where they go next."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_inspection_line", "case_line_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_line_id: Mapped[int] = mapped_column(ForeignKey("aftersale_line.id"))
    quantity: Mapped[int]
    grade: Mapped[Grade]
    cause: Mapped[Cause]
    disposition: Mapped[Disposition]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    by: Mapped[User | None] = relationship(lazy="raise_on_sql")
