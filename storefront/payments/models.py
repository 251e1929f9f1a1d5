"""Money in and money back: payments, what providers and the bank told us, refunds with their parts and tenders, prepaid cards."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Sequence, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from kit.encryption import EncryptedText
from storefront.payments.vocabulary import EntryState, PaymentEventKind, PaymentState, RefundKind, RefundState, Tender

REFUND_SEQUENCE = Sequence("refund_number", start=10001, metadata=Model.metadata)
_LIVE_REFUND = "status IN ('ready', 'processing', 'unknown')"


class Payment(Model):
    """One tender of an order. What was captured stays captured: refunds are rows of their own that raise `refund_held_minor`
    when asked for and `refunded_minor` when paid. `waived_minor` was to be taken at the door and no longer is, because pieces were
    cancelled or came back before. `idempotency_key` is the key under which the provider knows the charge."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0 AND captured_minor >= 0 AND waived_minor >= 0", name="captured"),
        CheckConstraint("captured_minor + waived_minor <= amount_minor", name="never_more_than_owed"),
        CheckConstraint("refunded_minor >= 0 AND refund_held_minor >= 0", name="not_negative"),
        CheckConstraint("refunded_minor + refund_held_minor <= captured_minor", name="never_more_than_captured"),
        UniqueConstraint("order_id", "position", "case_ref", postgresql_nulls_not_distinct=True),
        Index("ix_payment_open", "next_query_at", postgresql_where="next_query_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    case_ref: Mapped[str | None]  # a payment for an exchange's difference or a paid repair; opaque
    position: Mapped[int] = mapped_column(default=1)
    provider: Mapped[str]
    tender: Mapped[Tender]
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int]
    captured_minor: Mapped[int] = mapped_column(default=0)
    waived_minor: Mapped[int] = mapped_column(default=0)
    refunded_minor: Mapped[int] = mapped_column(default=0)
    refund_held_minor: Mapped[int] = mapped_column(default=0)
    status: Mapped[PaymentState] = mapped_column(default=PaymentState.CREATED)
    provider_ref: Mapped[str | None]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    failure: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    captured_at: Mapped[datetime | None]
    next_query_at: Mapped[datetime | None]

    @property
    def owed_minor(self) -> int:
        """What is still to come in on this tender."""
        return self.amount_minor - self.captured_minor - self.waived_minor

    @property
    def refundable_minor(self) -> int:
        """What can still be asked back on this tender."""
        return self.captured_minor - self.refunded_minor - self.refund_held_minor


class PaymentEvent(Model):
    """What a provider told us, once per its event id. `matched_at` is null while we know no payment or refund for the key."""

    __tablename__ = "payment_event"
    __table_args__ = (UniqueConstraint("provider", "provider_event_id"), Index("ix_payment_event_payment", "payment_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    provider_event_id: Mapped[str]
    kind: Mapped[PaymentEventKind]
    key: Mapped[str]
    amount_minor: Mapped[int]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    refund_tender_id: Mapped[int | None] = mapped_column(ForeignKey("refund_tender.id"))
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    matched_at: Mapped[datetime | None]
    raw: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ProviderSetting(Model):
    """How the shop works with a gateway: whether customers may choose it, up to which amount, and what they are told (for a
    transfer, the account)."""

    __tablename__ = "payment_provider_setting"
    __table_args__ = (CheckConstraint("limit_minor IS NULL OR limit_minor > 0", name="limit"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    is_active: Mapped[bool] = mapped_column(default=False)
    limit_minor: Mapped[int | None]
    words: Mapped[dict[str, str]] = mapped_column(default=dict)


class BankEntry(Model):
    """Money that came in on the shop's account, once per `reference` of the bank. Several entries may pay one payment."""

    __tablename__ = "bank_entry"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(status = 'matched') = (payment_id IS NOT NULL)", name="matched"),
        Index("ix_bank_entry_open", "id", postgresql_where="status = 'open'"),
        Index("ix_bank_entry_payment", "payment_id", postgresql_where="payment_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    payer: Mapped[str | None] = mapped_column(EncryptedText)
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    status: Mapped[EntryState] = mapped_column(default=EntryState.OPEN)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    note: Mapped[str] = mapped_column(default="")
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    handled_at: Mapped[datetime | None]


class PrepaidCard(Model):
    """A card with an amount on it; whoever redeems its code first gets all of it as store credit. The code itself is not kept."""

    __tablename__ = "prepaid_card"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(redeemed_by IS NULL) = (redeemed_at IS NULL)", name="redeemed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    ending: Mapped[str]  # the last four characters, to recognise it by
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime | None]
    is_blocked: Mapped[bool] = mapped_column(default=False)
    redeemed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    redeemed_at: Mapped[datetime | None]


class Refund(Model):
    """Money going back for one cause. `reference` names the cause (a case line, a cancellation) and is unique, so a repeat finds
    the first refund. The amount is the sum of the parts and of the tenders (I5)."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_minor > 0 AND tax_minor BETWEEN 0 AND amount_minor", name="amount"),
        CheckConstraint("approver_id IS NULL OR approver_id <> requester_id", name="four_eyes"),
        Index("ix_refund_order", "order_id"),
        Index("ix_refund_case", "case_ref", postgresql_where="case_ref IS NOT NULL"),
        Index("ix_refund_live", "id", postgresql_where=_LIVE_REFUND),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    case_ref: Mapped[str | None]
    kind: Mapped[RefundKind] = mapped_column(default=RefundKind.GOODS)
    status: Mapped[RefundState] = mapped_column(default=RefundState.HELD)
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int]
    tax_minor: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str]  # of what was asked, so that a repeat with other content is noticed
    reason: Mapped[str] = mapped_column(default="")
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    parts: Mapped[list["RefundPart"]] = relationship(lazy="raise_on_sql", order_by="RefundPart.id")
    tenders: Mapped[list["RefundTender"]] = relationship(lazy="raise_on_sql", order_by="RefundTender.id")


class RefundPart(Model):
    """What the money is for: units of a line, an amount on a line, freight; neither line nor freight is goodwill."""

    __tablename__ = "refund_part"
    __table_args__ = (
        CheckConstraint("quantity >= 0 AND amount_minor >= 0 AND tax_minor BETWEEN 0 AND amount_minor", name="amounts"),
        CheckConstraint("order_line_id IS NULL OR order_shipping_id IS NULL", name="one_subject"),
        Index("ix_refund_part_line", "order_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refund.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    order_shipping_id: Mapped[int | None] = mapped_column(ForeignKey("order_shipping.id"))
    quantity: Mapped[int] = mapped_column(default=0)
    amount_minor: Mapped[int]
    tax_minor: Mapped[int] = mapped_column(default=0)


class RefundTender(Model):
    """The share of a refund that goes back over one payment. Its id is the provider's key; a retry after a definite decline is
    a new row that names the old one in `attempt_of`. `body_hash` proves that a repeat sends the same."""

    __tablename__ = "refund_tender"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        UniqueConstraint("attempt_of"),
        Index("ix_refund_tender_due", "next_try_at", postgresql_where=_LIVE_REFUND),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refund.id"), index=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    amount_minor: Mapped[int]
    status: Mapped[RefundState] = mapped_column(default=RefundState.HELD)
    provider_ref: Mapped[str | None]
    attempt_of: Mapped[int | None] = mapped_column(ForeignKey("refund_tender.id"))
    body_hash: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")
    proof: Mapped[str] = mapped_column(default="")  # of a manual payout
    payment: Mapped[Payment] = relationship(lazy="raise_on_sql")

    @property
    def key(self) -> str:
        """Under which the provider knows this refund."""
        return f"refund-{self.id}"
