"""Loading proposals with everything their cards show."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from helpdesk.proposals.models import Proposal
from helpdesk.proposals.vocabulary import REMIND_AFTER, Status
from helpdesk.tickets import queries as tickets
from helpdesk.tickets.models import Ticket
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound

_CARD = (selectinload(Proposal.items), joinedload(Proposal.offered_by), joinedload(Proposal.answered_by))


def of_ticket(ticket_id: int) -> list[Proposal]:
    """All proposals of a conversation, newest first."""
    stmt = select(Proposal).where(Proposal.ticket_id == ticket_id).order_by(Proposal.id.desc()).options(*_CARD)
    return list(db.session.scalars(stmt))


def of_case(case_id: int) -> list[Proposal]:
    """All proposals about a case, newest first."""
    stmt = select(Proposal).where(Proposal.case_id == case_id).order_by(Proposal.id.desc()).options(*_CARD)
    return list(db.session.scalars(stmt))


def with_number(proposal_id: int) -> tuple[Proposal, str]:
    """A proposal with the number of its ticket, whoever asks: the caller decides who may see it. Raises NotFound."""
    proposal, ticket = _with_ticket(proposal_id)
    return proposal, ticket.number


def for_agent(actor: User, proposal_id: int) -> tuple[Proposal, Ticket]:
    """A proposal an agent can see. Raises NotFound."""
    proposal, ticket = _with_ticket(proposal_id)
    return proposal, tickets.for_agent(actor, ticket.number)


def lapsed_ids(now: datetime, limit: int = 200) -> Sequence[int]:
    """Open proposals whose time is over."""
    stmt = select(Proposal.id).where(Proposal.status == Status.OFFERED, Proposal.expires_at < now)
    return db.session.scalars(stmt.order_by(Proposal.expires_at).limit(limit)).all()


def to_remind_ids(now: datetime, limit: int = 200) -> Sequence[int]:
    """Open proposals to which the customer is to be asked once more: a day after the offer, or half way."""
    is_half_over = Proposal.expires_at - now < now - Proposal.offered_at
    is_due = or_(Proposal.offered_at + REMIND_AFTER < now, is_half_over)
    stmt = select(Proposal.id).where(Proposal.status == Status.OFFERED, Proposal.reminded_at.is_(None), is_due)
    return db.session.scalars(stmt.where(Proposal.expires_at >= now).limit(limit)).all()


def offerer_of(case_id: int) -> int | None:
    """Who made the offer that the customer accepted for this case; None without one, or when it was made automatically."""
    agreed = Proposal.case_id == case_id, Proposal.status == Status.ACCEPTED
    return db.session.scalar(select(Proposal.offered_by_id).where(*agreed).order_by(Proposal.id.desc()).limit(1))


def _with_ticket(proposal_id: int) -> tuple[Proposal, Ticket]:
    stmt = select(Proposal, Ticket).join(Ticket, Ticket.id == Proposal.ticket_id).where(Proposal.id == proposal_id)
    row = db.session.execute(stmt.options(*_CARD)).one_or_none()
    if row is None:
        raise NotFound("proposal", proposal_id)
    return row[0], row[1]
