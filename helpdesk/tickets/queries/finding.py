"""What a guest's number and grants lead to."""

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import scope
from helpdesk.tickets.queries.scope import Grant
from kit.db import db
from kit.numbers import parse_serial


def ticket_of(user_id: int, number: str) -> int | None:
    """The id of this person's ticket with this number."""
    meant = parse_serial("T", number[:40])
    mine = Ticket.number == meant, Ticket.requester_id == user_id
    return db.session.scalar(select(Ticket.id).where(*mine)) if meant else None


def opened_by(grants: Sequence[Grant]) -> list[Ticket]:
    """The tickets that grants have opened, the newest first."""
    return list(db.session.scalars(select(Ticket).where(scope.opened_by(grants)).order_by(Ticket.id.desc()).limit(50)))
