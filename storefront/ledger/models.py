"""The journal, and the numbered documents that go to customers."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kit.db import Model
from kit.encryption import EncryptedText
from storefront.ledger.vocabulary import Account, DocumentKind, JournalKind


class Journal(Model):
    """One fact in the books, once per source. Its lines balance; nothing is ever altered."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("source_type", "source_id", "kind"), Index("ix_journal_order", "order_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JournalKind]
    source_type: Mapped[str]
    source_id: Mapped[int]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]
    lines: Mapped[list["JournalLine"]] = relationship(lazy="raise_on_sql", order_by="JournalLine.id")


class JournalLine(Model):
    """A debit or a credit of one account, in minor units."""

    __tablename__ = "journal_line"
    __table_args__ = (
        CheckConstraint("debit_minor >= 0 AND credit_minor >= 0", name="not_negative"),
        CheckConstraint("(debit_minor > 0) <> (credit_minor > 0)", name="one_side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    account: Mapped[Account]
    debit_minor: Mapped[int] = mapped_column(default=0)
    credit_minor: Mapped[int] = mapped_column(default=0)


class NumberRange(Model):
    """The last number given out, per kind of document and year. Without gaps: it is raised in the transaction that uses it."""

    __tablename__ = "document_number"
    __table_args__ = (CheckConstraint("last >= 0", name="last"),)

    kind: Mapped[DocumentKind] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


class Document(Model):
    """An invoice of an order, or the red-letter credit note of a refund, as it was issued: later changes of names, prices or rates
    change nothing. `content` has lines and sums; `title` and `tax_number` are the customer's."""

    __tablename__ = "document"
    __table_args__ = (
        Index("uq_document_invoice", "order_id", unique=True, postgresql_where="kind = 'invoice'"),
        Index("uq_document_credit_note", "refund_id", unique=True, postgresql_where="kind = 'credit_note'"),
        Index("ix_document_order", "order_id"),
        CheckConstraint("(kind = 'credit_note') = (refund_id IS NOT NULL)", name="refund"),
        CheckConstraint("gross_minor = net_minor + tax_minor AND net_minor >= 0 AND tax_minor >= 0", name="sums"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[DocumentKind]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    currency: Mapped[str] = mapped_column(String(3))
    net_minor: Mapped[int]
    tax_minor: Mapped[int]
    gross_minor: Mapped[int]
    title: Mapped[str | None] = mapped_column(EncryptedText)
    tax_number: Mapped[str | None] = mapped_column(EncryptedText)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    issued_at: Mapped[datetime]
