"""Two at one instant: exactly one wins, whatever the threads do (I7, I10, I16)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from helpdesk import shop
from helpdesk.proposals import commands as proposals
from helpdesk.proposals import queries as offers
from helpdesk.proposals import rules, wording
from helpdesk.proposals.registry import ItemDraft
from helpdesk.returns import queries
from helpdesk.returns.commands import authorizing, completing, expiring, inspecting, receiving
from helpdesk.returns.vocabulary import Disposition, Grade, State
from kit.db import db
from kit.errors import DomainError
from tests.returns.conftest import fresh


@pytest.fixture
def at_once(app):
    """at_once(act, act, …): all in threads of their own, released together; what each returned or the code that refused it."""

    def run(*acts):
        gate = Barrier(len(acts))

        def one(act):
            with app.app_context():
                gate.wait()
                try:
                    return act()
                except DomainError as refused:
                    return refused.code
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def test_two_requests_for_the_last_units_make_one_case(at_once, open_case, order):
    answers = at_once(*[lambda: open_case({1: 2}).number] * 4)
    assert sorted(answer.startswith("R-") for answer in answers) == [False, False, False, True]
    assert len(queries.of_order(order.id)) == 1
    assert shop.order(order.id).lines[0].qty_open == 2


def test_a_click_and_the_clock_at_one_instant(at_once, open_case, customer, now):
    case = open_case({1: 1})
    late = now + timedelta(hours=49)
    deadline = queries.overdue_ids(late)[0]
    db.session.commit()
    answers = at_once(
        lambda: authorizing.cancel(case.id, actor=customer, now=late).number,
        lambda: expiring.fire(deadline, now=late),
        lambda: expiring.fire(deadline, now=late),
    )
    assert fresh(case).state in (State.CLOSED, State.AWAITING_RETURN)
    cancelled = answers[0] == case.number
    if fresh(case).state is State.AWAITING_RETURN:
        assert answers[1:].count(True) == 1
    else:
        assert cancelled
    kinds = [step.event for step in queries.file_of(queries.for_customer(customer, case.number)).history]
    assert len(kinds) == len(set(kinds))


def test_two_agents_decide_at_one_instant(at_once, open_case, agent, lead, now):
    case = open_case({1: 1})
    words = "The photos show another lamp than the one we sent."
    answers = at_once(
        lambda: authorizing.approve(case.id, actor=agent, now=now).state,
        lambda: authorizing.reject(case.id, words, actor=lead, now=now).state,
    )
    assert sorted(answers, key=str)[-1] == "wrong_state"
    assert fresh(case).state in (State.AWAITING_RETURN, State.REJECTED)


def test_accepting_goods_twice_pays_once(at_once, open_case, order, agent, now):
    case = open_case({1: 1})
    authorizing.approve(case.id, actor=agent, now=now)
    line = case.lines[0].id
    receiving.receive(case.id, {line: 1}, actor=agent, now=now)
    found = inspecting.Finding(line_id=line, quantity=1, grade=Grade.NEW_UNWORN, disposition=Disposition.RESTOCK_NEW)
    inspecting.inspect(case.id, [found], actor=agent, now=now)
    at_once(*[lambda: completing.accept(case.id, actor=agent, now=now).number] * 5)
    assert [refund.amount_minor for refund in shop.refunds(case.number)] == [11414]
    assert shop.order(order.id).lines[0].refunded_minor == 11414


def test_parallel_refunds_of_different_cases_never_pass_what_was_paid(at_once, open_case, order, agent, now):
    cases = [open_case({1: 1}), open_case({1: 1}), open_case({2: 1}), open_case({3: 3})]
    for case in cases:
        authorizing.approve(case.id, actor=agent, now=now)
        line = case.lines[0]
        receiving.receive(case.id, {line.id: line.quantity}, actor=agent, now=now)
        found = inspecting.Finding(
            line_id=line.id, quantity=line.quantity, grade=Grade.NEW_UNWORN, disposition=Disposition.RESTOCK_NEW
        )
        inspecting.inspect(case.id, [found], actor=agent, now=now)
    answers = at_once(*[lambda case=case: completing.accept(case.id, actor=agent, now=now).number for case in cases])
    assert set(answers) == {case.number for case in cases}
    lines = shop.order(order.id).lines
    assert [line.refunded_minor for line in lines] == [22828, 5264, 2628]
    assert sum(tender.refunded_minor + tender.refund_held_minor for tender in shop.tenders(order.id)) == 30720


def test_yes_and_no_to_an_offer_at_one_instant(at_once, ticket, agent, customer, now):
    draft = ItemDraft(resolution="store_credit", amount_minor=3000)
    words = "Thirty for the trouble, with our apologies."
    proposal = proposals.offer(ticket.id, [draft], words, now + timedelta(hours=48), actor=agent, now=now)
    shown = wording.shown(offers.of_ticket(ticket.id)[0])
    db.session.commit()
    yes = rules.fingerprint(shown)
    answers = at_once(
        lambda: proposals.accept(proposal.id, yes, shown, actor=customer, now=now).status,
        lambda: proposals.decline(proposal.id, "", actor=customer, now=now).status,
        lambda: proposals.accept(proposal.id, yes, shown, actor=customer, now=now).status,
    )
    assert sorted(answer == "answered" for answer in answers) == [False, True, True], answers
    paid = shop.customer_summary(customer.id).store_credit_minor
    assert paid == (3000 if "accepted" in answers else 0)
