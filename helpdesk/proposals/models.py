"""Proposals: the concrete offer, its items, and the consent with the exact words that were agreed to."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.proposals.vocabulary import ConsentBy, Status
from kit.accounts.models import User
from kit.db import Model

_OPEN = "status = 'offered'"


class Proposal(Model):
    """One offer in one conversation; one yes accepts all its items. Only one waits for an answer at a time.

    `consent_text` is what the person who agreed had before their eyes (or was read to), `consent_hash` its SHA-256."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("(status = 'accepted') = (consent_hash IS NOT NULL)", name="consent"),
        CheckConstraint("(status = 'offered') = (answered_at IS NULL)", name="answered"),
        Index("uq_proposal_open", "ticket_id", unique=True, postgresql_where=_OPEN),
        Index("ix_proposal_ticket", "ticket_id", "id"),
        Index("ix_proposal_due", "expires_at", postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    case_id: Mapped[int | None] = mapped_column(index=True)  # opaque: the after-sales case it is about
    status: Mapped[Status] = mapped_column(default=Status.OFFERED)
    text: Mapped[str]
    expires_at: Mapped[datetime]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    offered_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    consent_by: Mapped[ConsentBy | None]
    consent_text: Mapped[str | None]
    consent_hash: Mapped[str | None]
    decline_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    offered_by: Mapped[User | None] = relationship(foreign_keys=[offered_by_id], lazy="raise_on_sql")
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id], lazy="raise_on_sql")
    items: Mapped[list["ProposalItem"]] = relationship(lazy="raise_on_sql", order_by="ProposalItem.position")

    __mapper_args__ = {"version_id_col": version}


class ProposalItem(Model):
    """One thing offered. `resolution` names the executor that carries it out, `particulars` is what that one needs.

    `is_promised`: carried out, but not yet done (goods still travel, money is still on its way)."""

    __tablename__ = "proposal_item"
    __table_args__ = (
        UniqueConstraint("proposal_id", "position"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        Index("ix_proposal_item_promised", "proposal_id", postgresql_where="is_promised"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    position: Mapped[int]
    resolution: Mapped[str]
    order_id: Mapped[int | None]  # opaque: the shop's
    lines: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{"order_line_id", "quantity", "name"}]
    amount_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(default="")
    particulars: Mapped[dict[str, Any]] = mapped_column(default=dict)
    carried_out_at: Mapped[datetime | None]
    is_promised: Mapped[bool] = mapped_column(default=False)
