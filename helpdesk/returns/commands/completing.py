"""Closing in on the end: accepted lines are paid, refused goods go back, refunds arrive, the case completes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from helpdesk import shop
from helpdesk.returns.commands import moving, settling
from helpdesk.returns.models import Case
from helpdesk.returns.registry import carry_on
from helpdesk.returns.rules.transitions import Guard
from helpdesk.returns.vocabulary import Event, Party, State
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation

_LEAST_WORDS = 10
_MONEY_MOVES = frozenset({State.REFUNDING, State.RECEIVED, State.INSPECTED})


@command
def accept(case_id: int, *, only: Sequence[int] = (), actor: User | None, now: datetime) -> Case:
    """Accept graded units of all lines, or of `only` some by id; their refund is asked for at once.

    Without `actor` the clock does it. Raises RuleViolation `nothing_to_accept`.
    """
    case = moving.locked(case_id)
    chosen = [line for line in case.lines if line.to_decide and (not only or line.id in only)]
    if not chosen:
        raise RuleViolation("nothing_to_accept", "Nothing is graded yet that could be accepted.")
    parties = moving.parties_of(actor, case) - {Party.BUYER} if actor else {Party.CLOCK}
    rest = [line for line in case.lines if line.to_decide and line not in chosen]
    row = moving.move(
        case,
        Event.ACCEPT,
        parties=parties,
        actor=actor,
        now=now,
        true=set() if not rest else {Guard.LINES_UNDECIDED},
        payload={"lines": [line.id for line in chosen]},
    )
    if only:
        settling.accept_ready_units(case, only=only, actor=actor, now=now)
    else:
        carry_on(row.effects, case, actor=actor, now=now)
    finish_if_paid(case, now=now)
    return case


@command
def refuse_goods(case_id: int, words: str, *, has_proof: bool, actor: User, now: datetime) -> Case:
    """The goods are not as they were sold: nothing is paid, they go back to the customer, who may object.

    Raises RuleViolation `reason_given` or `proof_given`."""
    case = moving.locked(case_id)
    if len(words.strip()) < _LEAST_WORDS:
        raise RuleViolation("reason_given", "Write at least 10 characters, so the customer knows why.", field="reason")
    moving.move(
        case,
        Event.REFUSE_GOODS,
        parties=moving.parties_of(actor, case) - {Party.BUYER},
        actor=actor,
        now=now,
        true={Guard.PROOF_GIVEN} if has_proof else (),
        reason=words.strip(),
    )
    for line in case.lines:
        line.qty_rejected += line.to_decide
    return case


@command
def follow_money(case_number: str, *, now: datetime) -> bool:
    """Move the case as its refunds stand: complete with the last one paid, in trouble when one was refused for good.

    False when there is nothing to move."""
    case = _by_number(case_number)
    if case is None or case.state not in _MONEY_MOVES:
        return False
    refused = [refund for refund in shop.refunds(case.number) if refund.status == "failed"]
    if refused:
        why = "; ".join(tender.failure for refund in refused for tender in refund.tenders if tender.failure)
        moving.move(case, Event.REFUND_FAILED, parties={Party.GATEWAY}, actor=None, now=now, reason=why[:500])
        return True
    return finish_if_paid(case, now=now)


@command
def manual_payout(case_id: int, proof: str, *, actor: User, now: datetime) -> Case:
    """A lead paid outside the provider and keeps the proof. Raises NotAllowed, RuleViolation `proof_given`."""
    case = moving.locked(case_id)
    moving.move(
        case,
        Event.MANUAL_PAYOUT,
        parties=moving.parties_of(actor, case) - {Party.BUYER},
        actor=actor,
        now=now,
        true={Guard.PROOF_GIVEN} if len(proof.strip()) >= _LEAST_WORDS else (),
        reason=proof.strip(),
    )
    for refund in shop.refunds(case.number):
        for share in refund.tenders:
            if share.status == "failed":
                shop.pay_out_manually(share.id, proof.strip(), actor_id=actor.id, now=now)
    return case


@command
def retry_refunds(case_id: int, *, actor: User, now: datetime) -> Case:
    """Send the refused shares again, each under a new key. Raises NotAllowed, Conflict `wrong_state`."""
    case = moving.locked(case_id)
    parties = moving.parties_of(actor, case) - {Party.BUYER}
    moving.move(case, Event.OTHER_TENDER, parties=parties, actor=actor, now=now)
    for refund in shop.refunds(case.number):
        if refund.status == "failed":
            shop.retry_refund(refund.id, actor_id=actor.id, now=now)
    return case


@command
def approve_refund(case_id: int, refund_id: int, *, actor: User, now: datetime) -> None:
    """The second person's yes to a refund over the limit; the payments check that it is another person."""
    case = moving.locked(case_id)
    if refund_id in [refund.id for refund in shop.refunds(case.number)]:
        shop.approve_refund(refund_id, approver_id=actor.id, now=now)


def finish_if_paid(case: Case, *, now: datetime) -> bool:
    """Complete the case once every refund has reached the customer (at once when there was nothing to pay)."""
    if case.state is not State.REFUNDING or not settling.are_paid(case):
        return False
    moving.move(case, Event.REFUNDS_SUCCEEDED, parties={Party.GATEWAY}, actor=None, now=now, true={Guard.LEGS_DONE})
    return True


def _by_number(number: str) -> Case | None:
    case_id = db.session.scalar(select(Case.id).where(Case.number == number))
    return None if case_id is None else moving.locked(case_id)
