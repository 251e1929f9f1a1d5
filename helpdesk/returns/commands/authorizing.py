"""Deciding on a request: approve, reject with a reason, ask for more; the customer supplies, amends or cancels."""

from collections.abc import Sequence
from datetime import datetime

from helpdesk.returns.commands import completing, moving
from helpdesk.returns.events import CaseApproved, CaseRejected
from helpdesk.returns.models import Case, Evidence
from helpdesk.returns.registry import carry_on
from helpdesk.returns.rules.transitions import Guard
from helpdesk.returns.vocabulary import Event, EvidenceKind, Party
from helpdesk.tickets.commands import conversation
from kit.accounts.models import User
from kit.db import command, db
from kit.errors import RuleViolation
from kit.events import publish
from kit.uploads.models import Upload

LEAST_WORDS = 10


@command
def approve(case_id: int, *, keep_item: bool = False, actor: User, now: datetime) -> Case:
    """Say yes. `keep_item`: the goods need not come back. Raises NotAllowed, Conflict `wrong_state`."""
    case = moving.locked(case_id)
    case.keep_item = keep_item
    if keep_item:
        for line in case.lines:
            line.without_goods = True
    return _approve(case, Event.APPROVE, moving.parties_of(actor, case) - {Party.BUYER}, actor, now)


@command
def approve_by_policy(case: Case, *, now: datetime) -> Case:
    """The policy says yes by itself."""
    return _approve(case, Event.AUTO_APPROVE, {Party.POLICY}, None, now)


@command
def approve_by_clock(case_id: int, *, now: datetime) -> Case:
    """Nobody decided in time, so the customer's request stands."""
    return _approve(moving.locked(case_id), Event.APPROVE, {Party.CLOCK}, None, now)


@command
def reject(case_id: int, words: str, *, actor: User, now: datetime) -> Case:
    """Say no, with a reason the customer reads. Raises RuleViolation `reason_given`."""
    case = moving.locked(case_id)
    reason = words.strip()
    if len(reason) < LEAST_WORDS:
        raise RuleViolation("reason_given", "Write at least 10 characters, so the customer knows why.", field="reason")
    moving.move(
        case,
        Event.REJECT,
        parties=moving.parties_of(actor, case) - {Party.BUYER},
        actor=actor,
        now=now,
        true={Guard.REASON_GIVEN},
        reason=reason,
    )
    publish(CaseRejected(**moving.facts_of(case, actor, now), reason=reason))
    return case


@command
def ask_info(case_id: int, question: str, *, actor: User, now: datetime) -> Case:
    """Ask the customer for something; the question goes out as a reply. Raises RuleViolation `info_rounds_left`."""
    case = moving.locked(case_id)
    if len(question.strip()) < LEAST_WORDS:
        raise RuleViolation("question_too_short", "Write at least 10 characters: what do you need?", field="question")
    parties = moving.parties_of(actor, case) - {Party.BUYER}
    moving.move(case, Event.ASK_INFO, parties=parties, actor=actor, now=now, reason=question.strip())
    case.info_rounds += 1
    if case.ticket_id is not None:
        conversation.reply(case.ticket_id, question, seen_up_to=None, actor=actor, now=now)
    return case


@command
def supply(case_id: int, words: str, uploads: Sequence[Upload], *, actor: User, now: datetime) -> Case:
    """The customer answers, with words or files. Raises RuleViolation `proof_given` when there is neither."""
    case = moving.locked(case_id)
    given = {Guard.PROOF_GIVEN} if uploads or words.strip() else set()
    parties = moving.parties_of(actor, case) & {Party.BUYER}
    moving.move(case, Event.SUPPLY, parties=parties, actor=actor, now=now, true=given, reason=words.strip()[:500])
    attach(case, uploads, actor, now)
    if case.ticket_id is not None:
        ids = [upload.id for upload in uploads]
        conversation.customer_message(case.ticket_id, words, uploads=ids, actor=actor, now=now)
    return case


@command
def amend(case_id: int, words: str, uploads: Sequence[Upload], *, actor: User, now: datetime) -> Case:
    """The customer asks again after a rejection; it counts as an attempt."""
    case = moving.locked(case_id)
    parties = moving.parties_of(actor, case) & {Party.BUYER}
    moving.move(case, Event.AMEND, parties=parties, actor=actor, now=now, reason=words.strip()[:500])
    attach(case, uploads, actor, now)
    if case.ticket_id is not None and (words.strip() or uploads):
        ids = [upload.id for upload in uploads]
        conversation.customer_message(case.ticket_id, words, uploads=ids, actor=actor, now=now)
    return case


@command
def cancel(case_id: int, *, actor: User, now: datetime) -> Case:
    """The customer takes the request back; every counter is as before (I20)."""
    case = moving.locked(case_id)
    parties = moving.parties_of(actor, case) & {Party.BUYER}
    moving.move(case, Event.CANCEL, parties=parties, actor=actor, now=now)
    return case


def attach(case: Case, uploads: Sequence[Upload], actor: User | None, now: datetime) -> None:
    """Put files of the customer into the case; the same file twice is one."""
    known = set(db.session.scalars(db.select(Evidence.upload_id).where(Evidence.case_id == case.id)))
    for upload in uploads:
        if upload.id in known:
            continue
        kind = EvidenceKind.PHOTO if upload.is_picture else EvidenceKind.VIDEO if upload.is_video else EvidenceKind.DOCUMENT
        db.session.add(
            Evidence(
                case_id=case.id,
                upload_id=upload.id,
                uploader_id=actor.id if actor else None,
                kind=kind,
                sha256=upload.sha256,
                at=now,
            )
        )


def _approve(case: Case, event: Event, parties: set[Party] | frozenset[Party], actor: User | None, now: datetime) -> Case:
    row = moving.move(case, event, parties=parties, actor=actor, now=now, true={Guard.RULE_SAYS_AUTO, Guard.STOCK_ALLOCATED})
    publish(CaseApproved(**moving.facts_of(case, actor, now), automatic=actor is None))
    carry_on(row.effects, case, actor=actor, now=now)
    completing.finish_if_paid(case, now=now)
    return case
