"""Which tickets exist for whom: agents see all, customers their own, everybody else none (HARDENING A1-A3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules.access import may_work
from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound
from kit.numbers import parse_serial


@dataclass(frozen=True)
class Grant:
    """What a mailed code has opened for one browser: a person's tickets about one order, or one ticket."""

    user_id: int
    order_id: int | None
    ticket_id: int | None


def opened_by(grants: Sequence[Grant]) -> ColumnElement[bool]:
    """The condition that one of the grants opens a ticket; none open nothing."""
    return or_(
        false(),
        *(
            and_(
                Ticket.requester_id == grant.user_id,
                Ticket.id == grant.ticket_id if grant.ticket_id else Ticket.order_id == grant.order_id,
            )
            for grant in grants
        ),
    )


def for_agent(actor: User, number: str) -> Ticket:
    """The ticket with requester and assignee, by its number in any spelling. Raises NotFound, also for those who are no agents."""
    if not may_work(actor):
        raise NotFound("ticket", number)
    return _one(_with_people().where(Ticket.number == _canonical(number)), number)


def for_customer(actor: User, number: str) -> Ticket:
    """The actor's own ticket. Raises NotFound for any other, exactly as for one that does not exist."""
    mine = Ticket.number == _canonical(number), Ticket.requester_id == actor.id
    return _one(_with_people().where(*mine), number)


def for_guest(grants: Sequence[Grant], number: str) -> Ticket:
    """The ticket that one of the grants opens. Raises NotFound."""
    return _one(_with_people().where(Ticket.number == _canonical(number), opened_by(grants)), number)


def tickets_of(requester_id: int, limit: int = 50) -> list[Ticket]:
    """The requester's tickets, the newest first."""
    stmt = select(Ticket).where(Ticket.requester_id == requester_id).order_by(Ticket.id.desc()).limit(limit)
    return list(db.session.scalars(stmt))


def tickets_of_order(order_id: int, *, requester_id: int | None = None) -> list[Ticket]:
    """The tickets about an order, the newest first; with `requester_id` only those of this person."""
    stmt = select(Ticket).where(Ticket.order_id == order_id).order_by(Ticket.id.desc()).limit(50)
    if requester_id is not None:
        stmt = stmt.where(Ticket.requester_id == requester_id)
    return list(db.session.scalars(stmt))


def _with_people() -> Select[Ticket]:
    return select(Ticket).options(joinedload(Ticket.requester), joinedload(Ticket.assignee))


def _one(stmt: Select[Ticket], number: str) -> Ticket:
    ticket = db.session.scalar(stmt)
    if ticket is None:
        raise NotFound("ticket", number)
    return ticket


def _canonical(number: str) -> str:
    return parse_serial("T", number[:40]) or ""
