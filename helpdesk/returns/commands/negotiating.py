"""A case meets a proposal: a lower amount is offered, and the answer moves the case on."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from helpdesk.proposals import commands as proposals
from helpdesk.proposals.models import Proposal
from helpdesk.proposals.registry import ItemDraft
from helpdesk.returns.commands import completing, moving, settling
from helpdesk.returns.models import Case, Deadline
from helpdesk.returns.registry import carry_on
from helpdesk.returns.rules.transitions import Guard
from helpdesk.returns.vocabulary import CaseType, Clock, DeadlineStatus, Event, Party, State
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation


@command
def partial_accept(
    case_id: int, deductions: Mapping[int, tuple[int, str]], words: str, *, has_proof: bool, actor: User, now: datetime
) -> Case:
    """Offer less than quoted for inspected goods: (minor units, ground) by case line id; nothing moves without a yes.

    Raises RuleViolation `deduction_within`, `proof_given`, and those of a proposal.
    """
    case = moving.locked(case_id)
    for line in case.lines:
        amount, ground = deductions.get(line.id, (0, ""))
        if amount > line.quoted_minor:
            raise RuleViolation("deduction_within", "The deduction is larger than the refund of its item.", field="deduction")
        line.deduction_minor, line.deduction_reason = amount, ground.strip()[:200]
    total = settling.ready_minor(case)
    taken = sum(line.deduction_minor for line in case.lines)
    if not taken:
        raise RuleViolation("no_deduction", "Enter the deduction, or accept in full.", field="deduction")
    true = {Guard.DEDUCTION_WITHIN} | ({Guard.PROOF_GIVEN} if has_proof else set())
    return _offer(case, Event.PARTIAL_ACCEPT, case.type, max(0, total - taken), words, true, actor, now)


@command
def propose(case_id: int, kind: CaseType, amount_minor: int, words: str, *, actor: User, now: datetime) -> Case:
    """Offer something else than was asked: another type, or a lower amount.

    Raises RuleViolation `amount_within`, or `proposal_allowed` for a second proposal of somebody who is no lead."""
    case = moving.locked(case_id)
    if amount_minor > case.requested_minor:
        raise RuleViolation("amount_within", "The amount may only go down.", field="amount")
    earlier = db.session.scalar(select(func.count()).select_from(Proposal).where(Proposal.case_id == case.id)) or 0
    true = {Guard.AMOUNT_WITHIN} | ({Guard.PROPOSAL_ALLOWED} if not earlier or actor.is_lead else set())
    return _offer(case, Event.PROPOSE, kind, amount_minor, words, true, actor, now)


@command
def accepted(case_id: int, kind: CaseType, amount_minor: int, *, requester_id: int, now: datetime) -> bool:
    """The customer agreed: the case takes the type and amount of the offer and goes on. True when it is done already."""
    case = moving.locked(case_id)
    case.type, case.agreed_minor = kind, min(amount_minor, case.requested_minor)
    goods_needed = kind in (CaseType.RETURN_REFUND, CaseType.EXCHANGE, CaseType.REPAIR)
    true = {Guard.NEEDS_MONEY} | ({Guard.NEEDS_GOODS_BACK} if goods_needed else set())
    row = moving.move(
        case,
        Event.ACCEPT_PROPOSAL,
        parties={Party.BUYER},
        actor=db.session.get(User, requester_id),
        now=now,
        true=true,
        payload={"type": kind, "amount_minor": amount_minor},
    )
    carry_on(row.effects, case, actor=None, now=now)
    completing.finish_if_paid(case, now=now)
    return case.state is State.COMPLETED


@command
def not_agreed(case_id: int, event: Event, *, actor_id: int | None, now: datetime) -> bool:
    """The offer was declined, withdrawn or has lapsed: back to review, or to the inspected goods. False when moved already."""
    case = moving.locked(case_id)
    if case.state is not State.NEGOTIATING:
        return False
    for line in case.lines:
        line.deduction_minor, line.deduction_reason = 0, ""
    party = {Event.REFUSE: Party.BUYER}.get(event, Party.CLOCK if actor_id is None else Party.MERCHANT)
    actor = None if actor_id is None else db.session.get(User, actor_id)
    moving.move(case, event, parties={party}, actor=actor, now=now)
    return True


def _offer(case: Case, event: Event, kind: CaseType, amount: int, words: str, true: set[Guard], actor: User, now: datetime) -> Case:
    parties = moving.parties_of(actor, case) - {Party.BUYER}
    moving.move(case, event, parties=parties, actor=actor, now=now, true=true, reason=words.strip()[:500])
    if case.ticket_id is None:
        raise RuleViolation("no_ticket", "This case has no conversation in which an offer could be made.")
    draft = ItemDraft(
        resolution=kind,
        order_id=case.order_id,
        case_id=case.id,
        lines=tuple((line.order_line_id, line.quantity) for line in case.lines),
        amount_minor=amount,
    )
    proposals.offer(case.ticket_id, [draft], words, _answer_by(case), case_id=case.id, actor=actor, now=now)
    return case


def _answer_by(case: Case) -> datetime:
    """The offer ends with the clock that the step has just started."""
    db.session.flush()
    armed = Deadline.case_id == case.id, Deadline.kind == Clock.BUYER_REPLY, Deadline.status == DeadlineStatus.ARMED
    return db.session.scalars(select(Deadline.due_at).where(*armed)).one()  # type: ignore[return-value]
