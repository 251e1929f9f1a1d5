"""What notifications speak about, read while they are written: tickets, messages, proposals, cases with what their words need."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from helpdesk.notifications.models import Notification
from helpdesk.proposals.models import Proposal
from helpdesk.returns.models import Case
from helpdesk.tickets.models import Message, Ticket
from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import db


def ticket(ticket_id: int) -> Ticket | None:
    """The ticket with requester and assignee."""
    statement = select(Ticket).where(Ticket.id == ticket_id)
    return db.session.scalar(statement.options(joinedload(Ticket.requester), joinedload(Ticket.assignee)))


def requester_id(ticket_id: int) -> int:
    """Whose ticket it is. Raises NoResultFound."""
    return db.session.scalars(select(Ticket.requester_id).where(Ticket.id == ticket_id)).one()


def message(message_id: int) -> Message | None:
    """The message with its author."""
    return db.session.scalar(select(Message).where(Message.id == message_id).options(joinedload(Message.author)))


def is_offer(message: Message) -> bool:
    """Was the message posted with a proposal? Both are written at one instant, and the proposal's own mail says it all."""
    offered = Proposal.ticket_id == message.ticket_id, Proposal.offered_at == message.at
    return bool(db.session.scalar(select(exists().where(*offered))))


def proposal(proposal_id: int) -> Proposal | None:
    """The proposal with its items and who offers it."""
    statement = select(Proposal).where(Proposal.id == proposal_id)
    return db.session.scalar(statement.options(selectinload(Proposal.items), joinedload(Proposal.offered_by)))


def case(case_id: int) -> Case | None:
    """The after-sales case with its lines."""
    return db.session.scalar(select(Case).where(Case.id == case_id).options(selectinload(Case.lines)))


def customer_of_case(case_id: int) -> int:
    """Whose case it is. Raises NoResultFound."""
    return db.session.scalars(select(Case.customer_id).where(Case.id == case_id)).one()


def case_of_reference(number: str | None) -> tuple[int, int, int | None] | None:
    """Id, customer and ticket of the case with this number, if it is one."""
    row = db.session.execute(select(Case.id, Case.customer_id, Case.ticket_id).where(Case.number == number)).first()
    return (row[0], row[1], row[2]) if row else None


def responsible(asked: Sequence[tuple[int, Collection[str]]]) -> list[list[int]]:
    """The people behind "owner", "lead" and "manager" of each (ticket, words); a ticket without an owner is the leads' business.
    Two queries, however many tickets."""
    tickets = select(Ticket.id, Ticket.assignee_id).where(Ticket.id.in_([ticket_id for ticket_id, _to in asked]))
    owners = {row.id: row.assignee_id for row in db.session.execute(tickets)}
    heads = select(User.id, User.role).where(User.role.in_([Role.LEAD, Role.MANAGER]), User.active)
    roles = {row.id: row.role for row in db.session.execute(heads)}
    return [_behind(to, owners[ticket_id], roles) for ticket_id, to in asked]


def _behind(to: Collection[str], owner: int | None, roles: Mapping[int, Role]) -> list[int]:
    wanted = set(to) | ({Role.LEAD} if "owner" in to and owner is None else set())
    people = {person for person, role in roles.items() if role in wanted}
    return sorted(people | ({owner} if owner is not None and "owner" in to else set()))


def people_with(role: Role) -> list[int]:
    """Everybody active in a role."""
    return list(db.session.scalars(select(User.id).where(User.role == role, User.active).order_by(User.id)))


def case_context(notification: Notification) -> dict[str, Any] | None:
    """The case of a notification, and what its event told."""
    found = case(notification.subject["case_id"])
    return {"case": found} | notification.subject if found else None
