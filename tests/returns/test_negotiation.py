"""Deductions are offered, agreed to or not; the case follows the answer."""

from datetime import timedelta

import pytest

from helpdesk import shop
from helpdesk.proposals import commands as proposals
from helpdesk.proposals import queries as offers
from helpdesk.proposals import rules, wording
from helpdesk.returns import queries
from helpdesk.returns.commands import authorizing, expiring, inspecting, negotiating, receiving
from helpdesk.returns.vocabulary import CaseType, Disposition, Grade, State
from helpdesk.tickets.models import Ticket
from kit.db import db
from kit.errors import RuleViolation
from tests.returns.conftest import fresh

FOUND = "The lining is stained at the left cuff."


@pytest.fixture
def inspected(open_case, agent, photos, now):
    """One lamp, received and found used."""
    case = open_case({1: 1})
    authorizing.approve(case.id, actor=agent, now=now)
    receiving.receive(case.id, {case.lines[0].id: 1}, actor=agent, now=now)
    finding = inspecting.Finding(
        line_id=case.lines[0].id,
        quantity=1,
        grade=Grade.USED,
        disposition=Disposition.REFURBISH,
        photos=photos(agent, 1),
    )
    return inspecting.inspect(case.id, [finding], actor=agent, now=now)


def deduct(case, agent, now, amount=1000, has_proof=True):
    line = case.lines[0].id
    return negotiating.partial_accept(case.id, {line: (amount, "Signs of use")}, FOUND, has_proof=has_proof, actor=agent, now=now)


def offer_of(case):
    return offers.of_case(case.id)[0]


def test_an_agreed_deduction_is_taken_once_and_kept_as_a_fee(inspected, agent, customer, work, now):
    deduct(inspected, agent, now)
    offer = offer_of(inspected)
    assert (fresh(inspected).state, offer.items[0].amount_minor) == (State.NEGOTIATING, 10414)
    shown = wording.shown(offer)
    proposals.accept(offer.id, rules.fingerprint(shown), shown, actor=customer, now=now + timedelta(hours=1))
    work()
    case = queries.for_customer(customer, inspected.number)
    assert case.state is State.COMPLETED
    assert [refund.amount_minor for refund in shop.refunds(case.number)] == [10414]
    assert [(fee.kind, fee.amount_minor) for fee in case.fees] == [("damage", 1000)]
    assert db.session.get_one(Ticket, case.ticket_id, populate_existing=True).open_promises == 0


def test_a_no_brings_the_goods_back_to_the_decision(inspected, agent, customer, now):
    deduct(inspected, agent, now)
    proposals.decline(offer_of(inspected).id, "It was like that.", actor=customer, now=now)
    case = fresh(inspected)
    assert case.state is State.INSPECTED
    assert queries.for_customer(customer, case.number).lines[0].deduction_minor == 0


def test_no_answer_brings_it_back_as_well_and_only_once(inspected, agent, now):
    deduct(inspected, agent, now)
    late = now + timedelta(hours=49)
    fired = [expiring.fire(deadline_id, now=late) for deadline_id in queries.overdue_ids(late)]
    assert fired == [True]
    assert (fresh(inspected).state, offer_of(inspected).status) == (State.INSPECTED, "lapsed")
    assert proposals.lapse(offer_of(inspected).id, now=late) is False


def test_a_deduction_needs_a_photo_and_stays_within_its_item(inspected, agent, now):
    with pytest.raises(RuleViolation) as refusal:
        deduct(inspected, agent, now, has_proof=False)
    assert refusal.value.code == "proof_given"
    db.session.rollback()
    with pytest.raises(RuleViolation) as refusal:
        deduct(inspected, agent, now, amount=11415)
    assert refusal.value.code == "deduction_within"
    db.session.rollback()
    with pytest.raises(RuleViolation) as refusal:
        deduct(inspected, agent, now, amount=0)
    assert refusal.value.code == "no_deduction"


def test_a_second_offer_in_a_case_needs_a_lead(open_case, agent, lead, customer, now):
    case = open_case({1: 1})
    negotiating.propose(case.id, CaseType.REFUND_ONLY, 2000, "Keep it and take 20.00?", actor=agent, now=now)
    proposals.decline(offer_of(case).id, "", actor=customer, now=now)
    assert fresh(case).state is State.PENDING_REVIEW
    with pytest.raises(RuleViolation) as refusal:
        negotiating.propose(case.id, CaseType.REFUND_ONLY, 3000, "Keep it and take 30.00?", actor=agent, now=now)
    assert refusal.value.code == "proposal_allowed"
    db.session.rollback()
    negotiating.propose(case.id, CaseType.REFUND_ONLY, 3000, "Keep it and take 30.00?", actor=lead, now=now)


def test_an_agreed_part_is_paid_and_the_unit_can_come_back_later(open_case, order, agent, customer, work, now):
    case = open_case({1: 1})
    negotiating.propose(case.id, CaseType.REFUND_ONLY, 2000, "Keep it and take 20.00?", actor=agent, now=now)
    shown = wording.shown(offer_of(case))
    proposals.accept(offer_of(case).id, rules.fingerprint(shown), shown, actor=customer, now=now)
    work()
    lamp = shop.order(order.id).line(order.lines[0].id)
    assert (fresh(case).state, fresh(case).type) == (State.COMPLETED, CaseType.REFUND_ONLY)
    assert (lamp.refunded_minor, lamp.returnable) == (2000, 2)
