"""Offering a resolution, answering it, taking it back. One answer counts; a yes is carried out in its own transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from helpdesk.proposals import rules
from helpdesk.proposals.events import (
    ProposalAccepted,
    ProposalDeclined,
    ProposalLapsed,
    ProposalOffered,
    ProposalReminded,
    ProposalWithdrawn,
)
from helpdesk.proposals.models import Proposal, ProposalItem
from helpdesk.proposals.registry import EXECUTORS, ItemDraft
from helpdesk.proposals.vocabulary import ConsentBy, Status
from helpdesk.tickets.commands import conversation, lifecycle, standing
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.vocabulary import By
from helpdesk.tickets.vocabulary import Status as TicketStatus
from kit.accounts.models import User
from kit.db import claimed, command, db, lock
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import publish


@command
def offer(
    ticket_id: int,
    drafts: Sequence[ItemDraft],
    text: str,
    expires_at: datetime,
    *,
    seen_up_to: int | None = None,
    case_id: int | None = None,
    actor: User | None,
    now: datetime,
) -> Proposal:
    """Offer the drafts as one proposal; the words go out as a public reply, or as an automatic message without `actor`.

    Raises NotAllowed, RuleViolation (see rules.check_offer and the executors) and Conflict `open_proposal` or, from the
    conversation, `new_messages`.
    """
    if actor is not None and not actor.is_agent:
        raise NotAllowed("offer", ticket_id)
    rules.check_offer(text, [draft.resolution for draft in drafts], expires_at, now)
    ticket = lock(Ticket, ticket_id)
    proposal = Proposal(
        ticket_id=ticket.id,
        case_id=case_id,
        text=text.strip(),
        expires_at=expires_at,
        offered_by_id=actor.id if actor else None,
        offered_at=now,
    )
    db.session.add(proposal)
    try:
        db.session.flush()
    except IntegrityError as twice:
        raise Conflict("open_proposal", "An offer is already waiting for an answer. Withdraw it first.") from twice
    items = [_item(proposal, place, draft, ticket, actor) for place, draft in enumerate(drafts, 1)]
    if actor is None:
        conversation.system_message(ticket.id, proposal.text, now=now)
    else:
        waiting = TicketStatus.PENDING
        conversation.reply(ticket.id, proposal.text, seen_up_to=seen_up_to, status=waiting, actor=actor, now=now)
    standing.set_promises(ticket.id, awaiting_consent_until=expires_at)
    publish(
        ProposalOffered(
            proposal_id=proposal.id,
            ticket_id=ticket.id,
            case_id=case_id,
            actor_id=actor.id if actor else None,
            at=now,
            resolutions=[item.resolution for item in items],
            amount_minor=sum(item.amount_minor for item in items),
            currency=next((item.currency for item in items if item.currency), ""),
        )
    )
    return proposal


@command
def accept(proposal_id: int, agreed_to: str, shown: str, *, spoken: bool = False, actor: User, now: datetime) -> Proposal:
    """Record the consent to the words `shown` (the form carried their fingerprint `agreed_to`) and carry everything out.

    Raises NotAllowed, Conflict `answered`, `expired`, `changed` or `no_longer_possible`.
    """
    proposal, ticket = _open(proposal_id, now)
    _check_answerer(ticket, actor, spoken=spoken)
    rules.check_text(agreed_to, shown)
    _answer(proposal, Status.ACCEPTED, actor, now, spoken=spoken)
    proposal.consent_text, proposal.consent_hash = shown, rules.fingerprint(shown)
    for item in _items(proposal.id):
        executor = EXECUTORS.get(item.resolution)
        if not executor.still_possible(item, now=now):
            raise Conflict("no_longer_possible", "This is no longer possible as offered. We are told and make a new offer.")
        is_done = executor.carry_out(item, proposal.id, requester_id=ticket.requester_id, now=now)
        item.carried_out_at, item.is_promised = now, not is_done
    db.session.flush()
    standing.set_promises(ticket.id, awaiting_consent_until=None, open_promises=_open_promises(ticket.id))
    publish(
        ProposalAccepted(
            proposal_id=proposal.id, ticket_id=ticket.id, case_id=proposal.case_id, actor_id=actor.id, at=now, spoken=spoken
        )
    )
    _end_the_wait(ticket, actor, now, spoken=spoken)
    return proposal


@command
def decline(proposal_id: int, reason: str, *, spoken: bool = False, actor: User, now: datetime) -> Proposal:
    """The customer says no; the reason, if given, stays on record. Raises NotAllowed, Conflict `answered` or `expired`."""
    proposal, ticket = _open(proposal_id, now)
    _check_answerer(ticket, actor, spoken=spoken)
    _answer(proposal, Status.DECLINED, actor, now, spoken=spoken)
    proposal.decline_reason = reason.strip()[:1000]
    standing.set_promises(ticket.id, awaiting_consent_until=None)
    publish(
        ProposalDeclined(
            proposal_id=proposal.id,
            ticket_id=ticket.id,
            case_id=proposal.case_id,
            actor_id=actor.id,
            at=now,
            reason=proposal.decline_reason,
            spoken=spoken,
        )
    )
    _end_the_wait(ticket, actor, now, spoken=spoken)
    return proposal


@command
def withdraw(proposal_id: int, *, actor: User, now: datetime) -> Proposal:
    """An agent takes the offer back before it was answered. Raises NotAllowed, Conflict `answered`."""
    proposal, ticket = _open(proposal_id, None)
    if not actor.is_agent:
        raise NotAllowed("withdraw", proposal_id)
    _answer(proposal, Status.WITHDRAWN, actor, now)
    standing.set_promises(ticket.id, awaiting_consent_until=None)
    publish(ProposalWithdrawn(proposal_id=proposal.id, ticket_id=ticket.id, case_id=proposal.case_id, actor_id=actor.id, at=now))
    return proposal


@command
def lapse(proposal_id: int, *, now: datetime) -> bool:
    """The clock ran out; False when somebody answered first, or a twin of the sweep did it."""
    ticket_id = db.session.scalar(select(Proposal.ticket_id).where(Proposal.id == proposal_id))
    lock(Ticket, ticket_id or 0)
    proposal = lock(Proposal, proposal_id)
    if proposal.status is not Status.OFFERED or proposal.expires_at >= now:
        return False
    proposal.status, proposal.answered_at = Status.LAPSED, now
    standing.set_promises(proposal.ticket_id, awaiting_consent_until=None)
    publish(ProposalLapsed(proposal_id=proposal.id, ticket_id=proposal.ticket_id, case_id=proposal.case_id, at=now))
    return True


@command
def remind(proposal_id: int, *, now: datetime) -> bool:
    """Ask once more; False when that was done already or is no longer needed."""
    due = Proposal.id == proposal_id, Proposal.status == Status.OFFERED, Proposal.reminded_at.is_(None)
    if not claimed(update(Proposal).where(*due).values(reminded_at=now)):
        return False
    proposal = lock(Proposal, proposal_id)
    publish(ProposalReminded(proposal_id=proposal.id, ticket_id=proposal.ticket_id, case_id=proposal.case_id, at=now))
    return True


@command
def mark_seen(proposal_id: int, *, now: datetime) -> None:
    """The customer has opened the offer for the first time."""
    unseen = Proposal.id == proposal_id, Proposal.seen_at.is_(None), Proposal.status == Status.OFFERED
    db.session.execute(update(Proposal).where(*unseen).values(seen_at=now))


@command
def keep_promises(ticket_id: int, case_id: int) -> None:
    """What was promised about this case is done: its items are no longer open promises of the ticket."""
    mine = select(Proposal.id).where(Proposal.ticket_id == ticket_id, Proposal.case_id == case_id)
    db.session.execute(update(ProposalItem).where(ProposalItem.proposal_id.in_(mine)).values(is_promised=False))
    standing.set_promises(ticket_id, open_promises=_open_promises(ticket_id))


def _item(proposal: Proposal, place: int, draft: ItemDraft, ticket: Ticket, actor: User | None) -> ProposalItem:
    if draft.resolution not in EXECUTORS:
        raise RuleViolation("no_such_resolution", "This cannot be offered here.", field="resolution")
    quoted = EXECUTORS.get(draft.resolution).quote(draft, requester_id=ticket.requester_id, actor=actor)
    item = ProposalItem(
        proposal_id=proposal.id,
        position=place,
        resolution=draft.resolution,
        order_id=draft.order_id,
        lines=quoted.lines,
        amount_minor=quoted.amount_minor,
        currency=quoted.currency,
        particulars=quoted.particulars,
    )
    db.session.add(item)
    return item


def _open(proposal_id: int, now: datetime | None) -> tuple[Proposal, Ticket]:
    """The proposal and its ticket, locked in the order in which `offer` does it. Without `now` its time may be over."""
    ticket_id = db.session.scalar(select(Proposal.ticket_id).where(Proposal.id == proposal_id))
    ticket = lock(Ticket, ticket_id or 0)
    proposal = lock(Proposal, proposal_id)
    rules.check_open(proposal.status, proposal.expires_at, proposal.expires_at if now is None else now)
    return proposal, ticket


def _check_answerer(ticket: Ticket, actor: User, *, spoken: bool) -> None:
    """The customer answers in person; an agent may only record what the customer said."""
    if actor.is_agent if spoken else actor.id == ticket.requester_id:
        return
    raise NotAllowed("answer", ticket.number)


def _answer(proposal: Proposal, status: Status, actor: User, now: datetime, *, spoken: bool = False) -> None:
    proposal.status, proposal.answered_at, proposal.answered_by_id = status, now, actor.id
    if status in (Status.ACCEPTED, Status.DECLINED):
        proposal.consent_by = ConsentBy.SPOKEN if spoken else ConsentBy.CUSTOMER


def _end_the_wait(ticket: Ticket, actor: User, now: datetime, *, spoken: bool) -> None:
    """A yes or a no is the answer that was waited for: the next step is ours again, and so is the resolution clock (sla.md 7)."""
    if ticket.status is TicketStatus.PENDING:
        by = By.PERSON if spoken else By.CUSTOMER
        lifecycle.move(ticket, TicketStatus.OPEN, by=by, actor=actor, now=now)


def _items(proposal_id: int) -> list[ProposalItem]:
    stmt = select(ProposalItem).where(ProposalItem.proposal_id == proposal_id).order_by(ProposalItem.position)
    return list(db.session.scalars(stmt))


def _open_promises(ticket_id: int) -> int:
    stmt = select(func.count()).select_from(ProposalItem).join(Proposal, Proposal.id == ProposalItem.proposal_id)
    return int(db.session.scalar(stmt.where(Proposal.ticket_id == ticket_id, ProposalItem.is_promised)) or 0)
