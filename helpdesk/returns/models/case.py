"""The case, its lines with the quantity ledger, its chained history, its fees. Amounts in minor units of `currency`."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, Sequence, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.returns.vocabulary import CaseType, CloseReason, Event, Fault, FeeKind, Party, Reason, State
from kit.accounts.models import User
from kit.db import Model

CASE_NUMBER = Sequence("case_number", start=10001, metadata=Model.metadata)
_OPEN = "state NOT IN ('completed', 'closed')"


class Case(Model):
    """One after-sales case 售后单. `order_id` and `ticket_id` are opaque references; an agreed amount never passes the
    requested one. `due_at` is the earliest armed deadline, kept here for the lists."""

    __tablename__ = "aftersale_case"
    __table_args__ = (
        CheckConstraint("requested_minor >= 0 AND agreed_minor BETWEEN 0 AND requested_minor", name="amounts"),
        CheckConstraint("attempts >= 1 AND info_rounds >= 0 AND risk_score BETWEEN 0 AND 100", name="counters"),
        CheckConstraint("(state = 'closed') = (close_reason IS NOT NULL)", name="close_reason"),
        CheckConstraint("(state IN ('completed', 'closed')) = (closed_at IS NOT NULL)", name="closed_at"),
        Index("ix_aftersale_case_order", "order_id", "id"),
        Index("ix_aftersale_case_customer", "customer_id", "id"),
        Index("ix_aftersale_case_ticket", "ticket_id", postgresql_where="ticket_id IS NOT NULL"),
        Index("ix_aftersale_case_state", "state", "id", postgresql_where=_OPEN),
        Index("ix_aftersale_case_open", "id", postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int]
    order_number: Mapped[str]
    customer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ticket_id: Mapped[int | None]
    ticket_number: Mapped[str | None]
    type: Mapped[CaseType]
    state: Mapped[State] = mapped_column(default=State.PENDING_REVIEW)
    resume_state: Mapped[State | None]
    reason: Mapped[Reason]
    fault: Mapped[Fault]
    description: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(String(3))
    requested_minor: Mapped[int]
    agreed_minor: Mapped[int]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    channel: Mapped[str] = mapped_column(default="web")
    keep_item: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=1)
    info_rounds: Mapped[int] = mapped_column(default=0)
    risk_score: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    state_since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None]
    has_goods: Mapped[bool] = mapped_column(default=False)  # something has arrived
    version: Mapped[int] = mapped_column(default=1)
    customer: Mapped[User] = relationship(foreign_keys=[customer_id], lazy="raise_on_sql")
    lines: Mapped[list["CaseLine"]] = relationship(back_populates="case", lazy="raise_on_sql", order_by="CaseLine.id")
    fees: Mapped[list["Fee"]] = relationship(lazy="raise_on_sql", order_by="Fee.id")
    history: Mapped[list["CaseEvent"]] = relationship(lazy="raise_on_sql", order_by="CaseEvent.seq")

    __mapper_args__ = {"version_id_col": version}


class CaseLine(Model):
    """Units of one order line in a case: asked for, received, graded, accepted, rejected, each a fact of its own.

    `without_goods`: they are settled although they do not come back (kept, lost by our carrier, never shipped), so
    accepted units need not have been received (I8). What the customer bought is copied, for lists and for good."""

    __tablename__ = "aftersale_line"
    __table_args__ = (
        UniqueConstraint("case_id", "order_line_id", "replacement_sku_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("quantity > 0 AND qty_received >= 0 AND qty_missing >= 0", name="counted"),
        CheckConstraint("qty_received + qty_missing <= quantity", name="received"),
        CheckConstraint("qty_held BETWEEN 0 AND quantity", name="held"),
        CheckConstraint("qty_graded BETWEEN 0 AND qty_received", name="graded"),
        CheckConstraint("qty_accepted >= 0 AND qty_rejected >= 0", name="not_negative"),
        CheckConstraint("qty_accepted + qty_rejected + qty_missing <= quantity", name="decided"),
        CheckConstraint("without_goods OR qty_accepted + qty_rejected <= qty_graded", name="decided_after_grading"),
        CheckConstraint("quoted_minor >= 0 AND refund_minor >= 0 AND deduction_minor >= 0", name="amounts"),
        CheckConstraint("refund_tax_minor BETWEEN 0 AND refund_minor + deduction_minor", name="tax"),
        Index("ix_aftersale_line_order_line", "order_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"))
    order_line_id: Mapped[int]  # opaque: the shop's
    replacement_sku_id: Mapped[int | None]
    sku_id: Mapped[int | None]
    sku_no: Mapped[str] = mapped_column(default="")
    name: Mapped[dict[str, str]]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(default="")
    unit_price_minor: Mapped[int]
    ordered: Mapped[int]
    quantity: Mapped[int]
    qty_held: Mapped[int] = mapped_column(default=0)  # of them in the ledger of the order
    qty_received: Mapped[int] = mapped_column(default=0)
    qty_missing: Mapped[int] = mapped_column(default=0)  # announced, but not in the parcel
    qty_graded: Mapped[int] = mapped_column(default=0)
    qty_accepted: Mapped[int] = mapped_column(default=0)
    qty_rejected: Mapped[int] = mapped_column(default=0)
    without_goods: Mapped[bool] = mapped_column(default=False)
    settles_units: Mapped[bool] = mapped_column(default=True)  # False: part of the price, and the goods stay
    already_minor: Mapped[int] = mapped_column(default=0)  # paid before for these very units
    quoted_minor: Mapped[int] = mapped_column(default=0)
    refund_minor: Mapped[int] = mapped_column(default=0)
    refund_tax_minor: Mapped[int] = mapped_column(default=0)
    deduction_minor: Mapped[int] = mapped_column(default=0)
    deduction_reason: Mapped[str] = mapped_column(default="")
    case: Mapped[Case] = relationship(back_populates="lines", lazy="raise_on_sql")

    @property
    def to_receive(self) -> int:
        return 0 if self.without_goods else self.quantity - self.qty_received - self.qty_missing

    @property
    def to_grade(self) -> int:
        return self.qty_received - self.qty_graded

    @property
    def to_decide(self) -> int:
        """Units whose refund or replacement is still open: graded ones, or all when none come back."""
        ready = self.quantity - self.qty_missing if self.without_goods else self.qty_graded
        return ready - self.qty_accepted - self.qty_rejected


class Fee(Model):
    """What is kept of a refund, as a row of its own with its ground (R9)."""

    __tablename__ = "aftersale_fee"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"), index=True)
    case_line_id: Mapped[int | None] = mapped_column(ForeignKey("aftersale_line.id"))
    kind: Mapped[FeeKind]
    amount_minor: Mapped[int]
    legal_basis: Mapped[str]


class CaseEvent(Model):
    """One step of a case. Each row carries the hash of the one before, so a changed or missing row shows."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("aftersale_case.id"))
    seq: Mapped[int]
    event: Mapped[Event]
    from_state: Mapped[State | None]
    to_state: Mapped[State]
    party: Mapped[Party]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prev_hash: Mapped[str]
    hash: Mapped[str]
    actor: Mapped[User | None] = relationship(lazy="raise_on_sql")


APPEND_ONLY = DDL(  # type: ignore[no-untyped-call]
    """
    CREATE OR REPLACE FUNCTION case_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('helpdesk.erasing', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
      RAISE EXCEPTION 'case_event is append-only';
    END $$;
    CREATE TRIGGER case_event_guard BEFORE UPDATE OR DELETE ON case_event
    FOR EACH ROW EXECUTE FUNCTION case_event_is_append_only();
    """
)
event.listen(CaseEvent.__table__, "after_create", APPEND_ONLY)
