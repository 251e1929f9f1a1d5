"""Return and refund from the request to the money, by the commands, on worked example A."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import shop
from helpdesk.returns import jobs, queries
from helpdesk.returns.commands import authorizing, completing, expiring, inspecting, receiving
from helpdesk.returns.models import Case, Deadline, PolicyDecision, PolicySnapshot
from helpdesk.returns.rules import history
from helpdesk.returns.vocabulary import (
    CaseType,
    Clock,
    CloseReason,
    DeadlineStatus,
    Disposition,
    Grade,
    Reason,
    State,
)
from helpdesk.tickets import queries as tickets
from kit import queue
from kit.db import db
from kit.errors import Conflict, NotAllowed, NotFound, RuleViolation
from storefront.payments import jobs as payments
from storefront.payments.providers import test_wallet
from tests.returns.conftest import fresh


def line_of(order, line_no):
    return shop.order(order.id).line(order.lines[line_no - 1].id)


def graded(case, grade=Grade.NEW_UNWORN, photos=()):
    return [
        inspecting.Finding(
            line_id=line.id, quantity=line.qty_received, grade=grade, disposition=Disposition.RESTOCK_NEW, photos=photos
        )
        for line in case.lines
        if line.qty_received
    ]


@pytest.fixture
def arrived(open_case, agent, customer, now):
    """A case of one lamp and two napkins, approved, sent, counted in."""
    case = open_case({1: 1, 3: 2})
    authorizing.approve(case.id, actor=agent, now=now)
    receiving.add_tracking(case.id, "sf", "SF1402998106354", actor=customer, now=now)
    return receiving.receive(case.id, {line.id: line.quantity for line in case.lines}, actor=agent, now=now)


def test_a_request_holds_units_files_a_ticket_and_starts_the_clock(open_case, order, customer, now):
    case = open_case({1: 1, 3: 2})
    assert case.number.startswith("R-26")
    assert (case.state, case.requested_minor) == (State.PENDING_REVIEW, 11414 + 1752)
    assert (line_of(order, 1).qty_open, line_of(order, 3).qty_open) == (1, 2)
    ticket = tickets.for_customer(customer, case.ticket_number)
    assert (ticket.case_number, ticket.order_number) == (case.number, order.number)
    assert case.due_at == now + timedelta(hours=48)


def test_the_policy_of_the_day_of_purchase_is_kept_and_every_answer_recorded(open_case, order):
    case = open_case({1: 1, 2: 1})
    kept = db.session.scalars(select(PolicySnapshot.order_line_id)).all()
    assert {line.id for line in order.lines} <= set(kept)
    decisions = db.session.scalars(select(PolicyDecision).where(PolicyDecision.case_id == case.id)).all()
    assert len(decisions) == 2
    assert all(decision.rules[-1]["id"] for decision in decisions)


def test_a_return_in_time_without_a_reason_is_approved_by_itself(open_case):
    case = open_case({1: 1}, reason=Reason.NO_LONGER_WANTED)
    assert case.state is State.AWAITING_RETURN
    assert [step.party for step in queries.file_of(case).history] == ["policy", "buyer"]


def test_the_whole_way_to_the_money(arrived, agent, order, work, now):
    inspecting.inspect(arrived.id, graded(arrived), actor=agent, now=now)
    completing.accept(arrived.id, actor=agent, now=now)
    work()
    case = fresh(arrived)
    assert (case.state, case.close_reason) == (State.COMPLETED, None)
    refund = shop.refunds(case.number)[0]
    assert (refund.status, refund.amount_minor) == ("succeeded", 13166)
    lamp, napkins = line_of(order, 1), line_of(order, 3)
    assert (lamp.refunded_minor, lamp.qty_open, lamp.qty_settled) == (11414, 0, 1)
    assert (napkins.refunded_minor, napkins.refunded_tax_minor, napkins.qty_settled) == (1752, 201, 2)
    assert history.first_break(reversed(queries.file_of(case).history)) is None


def test_each_accepted_line_is_paid_at_once_while_others_are_still_inspected(arrived, agent, now):
    lamp, napkins = arrived.lines
    first = inspecting.Finding(line_id=lamp.id, quantity=1, grade=Grade.NEW_UNWORN, disposition=Disposition.RESTOCK_NEW)
    inspecting.inspect(arrived.id, [first], actor=agent, now=now)
    assert fresh(arrived).state is State.RECEIVED
    completing.accept(arrived.id, only=[lamp.id], actor=agent, now=now)
    assert (fresh(arrived).state, [refund.amount_minor for refund in shop.refunds(arrived.number)]) == (State.RECEIVED, [11414])
    second = inspecting.Finding(line_id=napkins.id, quantity=2, grade=Grade.NEW_UNWORN, disposition=Disposition.RESTOCK_NEW)
    inspecting.inspect(arrived.id, [second], actor=agent, now=now)
    completing.accept(arrived.id, actor=agent, now=now)
    assert [refund.amount_minor for refund in shop.refunds(arrived.number)] == [11414, 1752]


def test_units_that_were_not_in_the_parcel_stay_with_the_customer(open_case, order, agent, customer, work, now):
    case = open_case({3: 3})
    authorizing.approve(case.id, actor=agent, now=now)
    case = receiving.receive(case.id, {case.lines[0].id: 2}, is_all=True, unexpected="one sock", actor=agent, now=now)
    assert (case.lines[0].qty_missing, line_of(order, 3).qty_open) == (1, 2)
    inspecting.inspect(case.id, graded(case), actor=agent, now=now)
    completing.accept(case.id, actor=agent, now=now)
    work()
    assert fresh(case).state is State.COMPLETED
    assert (line_of(order, 3).qty_settled, line_of(order, 3).returnable) == (2, 1)
    assert queries.file_of(fresh(case)).unexpected[0].description == "one sock"


def test_more_than_announced_cannot_be_counted_in(open_case, agent, now):
    case = open_case({1: 1})
    authorizing.approve(case.id, actor=agent, now=now)
    with pytest.raises(RuleViolation) as refusal:
        receiving.receive(case.id, {case.lines[0].id: 2}, actor=agent, now=now)
    assert refusal.value.code == "within_announced"


def test_a_worn_item_needs_a_photo(arrived, agent, photos, now):
    with pytest.raises(RuleViolation) as refusal:
        inspecting.inspect(arrived.id, graded(arrived, Grade.USED), actor=agent, now=now)
    assert refusal.value.code == "photo_needed"
    db.session.rollback()
    one = graded(arrived, Grade.USED, photos(agent, 1))[:1]
    assert inspecting.inspect(arrived.id, one, actor=agent, now=now).state is State.RECEIVED


def test_refused_goods_release_their_units_when_the_rejection_stands(arrived, agent, order, photos, now):
    inspecting.inspect(arrived.id, graded(arrived), actor=agent, now=now)
    completing.refuse_goods(arrived.id, "Both were worn and washed.", has_proof=True, actor=agent, now=now)
    run_out(arrived, now + timedelta(days=8))
    case = fresh(arrived)
    assert (case.state, case.close_reason) == (State.CLOSED, CloseReason.REJECTED_FINAL)
    assert line_of(order, 1).qty_open == 0
    assert shop.refunds(case.number) == []


def test_cancelling_restores_every_counter(open_case, order, customer, now):
    before = line_of(order, 1)
    case = open_case({1: 2})
    authorizing.cancel(case.id, actor=customer, now=now)
    assert line_of(order, 1) == before
    assert (fresh(case).state, fresh(case).close_reason) == (State.CLOSED, CloseReason.BUYER_CANCELLED)
    live = select(Deadline).where(Deadline.case_id == case.id, Deadline.status == DeadlineStatus.ARMED)
    assert db.session.scalars(live).all() == []


def test_nobody_cancels_what_has_arrived(arrived, customer, now):
    with pytest.raises(Conflict):
        authorizing.cancel(arrived.id, actor=customer, now=now)


def test_a_question_stops_our_clock_and_the_answer_starts_it_with_at_least_a_day(open_case, agent, customer, now):
    case = open_case()
    later = now + timedelta(hours=40)
    authorizing.ask_info(case.id, "Which lamp do you mean, the left one?", actor=agent, now=later)
    clocks = {deadline.kind: deadline for deadline in queries.file_of(fresh(case)).deadlines}
    assert clocks[Clock.MERCHANT_REVIEW].remaining_s == 8 * 3600
    assert clocks[Clock.BUYER_INFO].due_at == later + timedelta(hours=72)
    authorizing.supply(case.id, "The left one.", [], actor=customer, now=later + timedelta(hours=1))
    assert fresh(case).due_at == later + timedelta(hours=25)


def test_a_rejection_needs_words(open_case, agent, now):
    case = open_case()
    with pytest.raises(RuleViolation):
        authorizing.reject(case.id, "No.", actor=agent, now=now)


def test_a_customer_may_ask_again_after_a_rejection(open_case, agent, customer, now):
    case = open_case()
    authorizing.reject(case.id, "The photos show another lamp.", actor=agent, now=now)
    authorizing.amend(case.id, "Here is the right photo.", [], actor=customer, now=now)
    assert (fresh(case).state, fresh(case).attempts) == (State.PENDING_REVIEW, 2)


def run_out(case, at):
    """What the sweep does at that instant."""
    return [expiring.fire(deadline_id, now=at) for deadline_id in queries.overdue_ids(at)]


def test_an_undecided_request_is_approved_by_the_clock(open_case, now):
    case = open_case()
    assert run_out(case, now + timedelta(hours=47)) == []
    assert run_out(case, now + timedelta(hours=49)) == [True]
    assert fresh(case).state is State.AWAITING_RETURN
    assert run_out(case, now + timedelta(hours=49)) == []


def test_what_is_not_sent_back_closes_and_may_be_asked_again(open_case, agent, order, now):
    case = open_case()
    authorizing.approve(case.id, actor=agent, now=now)
    run_out(case, now + timedelta(days=8))
    assert (fresh(case).state, fresh(case).close_reason) == (State.CLOSED, CloseReason.BUYER_NO_RETURN)
    assert line_of(order, 1).returnable == 2


def test_a_parcel_nobody_counts_in_is_taken_as_good_and_paid(open_case, agent, customer, order, work, now):
    case = open_case()
    authorizing.approve(case.id, actor=agent, now=now)
    receiving.add_tracking(case.id, "sf", "SF1402998106399", actor=customer, now=now)
    run_out(case, now + timedelta(days=11))
    assert fresh(case).state is State.INSPECTED
    run_out(case, now + timedelta(days=14))
    work()
    assert fresh(case).state is State.COMPLETED
    assert line_of(order, 1).refunded_minor == 11414


def test_a_deadline_that_is_near_is_told_once(open_case, now):
    open_case()
    near = now + timedelta(hours=40)
    ids = queries.near_ids(near)
    assert [expiring.warn(deadline_id, now=near) for deadline_id in ids] == [True]
    assert queries.near_ids(near) == []


def test_a_tracking_number_belongs_to_one_case(open_case, agent, customer, now):
    first, second = open_case({1: 1}), open_case({2: 1})
    for case in (first, second):
        authorizing.approve(case.id, actor=agent, now=now)
    receiving.add_tracking(first.id, "sf", "SF 1402-998", actor=customer, now=now)
    with pytest.raises(RuleViolation) as refusal:
        receiving.add_tracking(second.id, "sf", "sf1402-998", actor=customer, now=now)
    assert refusal.value.code == "tracking_unused"


def test_units_under_a_request_cannot_be_asked_for_again(open_case):
    open_case({1: 2})
    with pytest.raises(RuleViolation):
        open_case({1: 1})


def test_lines_and_orders_of_others_do_not_exist(open_case, make_order, make_user, order, customer, now):
    other = make_order(customer=make_user("customer", "Emily Tran"))
    with pytest.raises(NotFound):
        open_case({1: 1}, on=other)
    with pytest.raises(RuleViolation) as refusal:
        open_case_with(order, customer, {other.lines[0].id: 1}, now)
    assert refusal.value.code == "not_in_order"


def open_case_with(order, customer, units, now):
    from helpdesk.returns.commands import requesting

    asked = requesting.Request(
        order_id=order.id, customer_id=customer.id, type=CaseType.RETURN_REFUND, reason=Reason.OTHER, units=units
    )
    return requesting.open_case(asked, actor=customer, now=now)


def test_only_the_shop_decides_and_only_in_its_state(open_case, customer, agent, warehouse, now):
    case = open_case()
    for person in (customer, warehouse):
        with pytest.raises(NotAllowed):
            authorizing.approve(case.id, actor=person, now=now)
    authorizing.approve(case.id, actor=agent, now=now)
    with pytest.raises(Conflict):
        authorizing.approve(case.id, actor=agent, now=now)


def test_staff_opens_what_the_policy_refuses_only_with_a_reason(open_case, order, customer, agent, now):
    from helpdesk.returns.commands import requesting
    from helpdesk.returns.vocabulary import Party

    late = now + timedelta(days=60)
    with pytest.raises(RuleViolation):
        open_case(reason=Reason.NO_LONGER_WANTED, at=late)
    asked = requesting.Request(
        order_id=order.id,
        customer_id=customer.id,
        type=CaseType.RETURN_REFUND,
        reason=Reason.NO_LONGER_WANTED,
        units={order.lines[0].id: 1},
        body="Agreed on the phone.",
    )
    with pytest.raises(RuleViolation):
        requesting.open_case(asked, party=Party.MERCHANT, actor=agent, now=late)
    case = requesting.open_case(asked, party=Party.MERCHANT, override="Loyal customer, agreed", actor=agent, now=late)
    assert queries.file_of(case).history[0].reason == "Loyal customer, agreed"


def test_a_reason_that_needs_photos_is_refused_without(open_case, customer, photos):
    with pytest.raises(RuleViolation) as refusal:
        open_case(reason=Reason.QUALITY_DEFECT)
    assert refusal.value.code == "evidence_given"
    case = open_case(reason=Reason.QUALITY_DEFECT, uploads=photos(customer))
    assert len(queries.file_of(case).evidence) == 2


def test_what_was_never_sent_is_cancelled_and_paid_at_once(open_case, paid_order, work):
    case = open_case({1: 1}, on=paid_order, type=CaseType.REFUND_ONLY, reason=Reason.NO_LONGER_WANTED)
    work()
    assert fresh(case).state is State.COMPLETED
    lamp = line_of(paid_order, 1)
    assert (lamp.qty_cancelled, lamp.refunded_minor, lamp.qty_open) == (1, 11414, 0)


def test_a_refund_that_is_refused_waits_for_a_lead_and_can_be_paid_otherwise(arrived, agent, lead, order, work, now):
    inspecting.inspect(arrived.id, graded(arrived), actor=agent, now=now)
    completing.accept(arrived.id, actor=agent, now=now)
    test_wallet.script("refund", "decline")
    work()
    assert fresh(arrived).state is State.PAYOUT_PROBLEM
    with pytest.raises(NotAllowed):
        completing.manual_payout(arrived.id, "Bank transfer 4711, 15 May", actor=agent, now=now)
    completing.manual_payout(arrived.id, "Bank transfer 4711, 15 May", actor=lead, now=now)
    work()
    assert fresh(arrived).state is State.COMPLETED
    assert {refund.status for refund in shop.refunds(arrived.number)} <= {"succeeded", "succeeded_manual"}
    assert line_of(order, 1).refunded_minor == 11414


def test_a_refused_refund_is_sent_again_under_a_new_key(arrived, agent, lead, work, now):
    inspecting.inspect(arrived.id, graded(arrived), actor=agent, now=now)
    completing.accept(arrived.id, actor=agent, now=now)
    test_wallet.script("refund", "decline")
    work()
    completing.retry_refunds(arrived.id, actor=lead, now=now)
    work()
    assert fresh(arrived).state is State.COMPLETED


def test_the_sweep_finds_money_that_nobody_told_of(arrived, agent, now, app):
    inspecting.inspect(arrived.id, graded(arrived), actor=agent, now=now)
    completing.accept(arrived.id, actor=agent, now=now)
    for waiting in shop.refunds(arrived.number):
        payments.send_refund(waiting.id)
    queue.connection().flushdb()
    assert fresh(arrived).state is State.REFUNDING
    jobs.follow_refunds()
    assert fresh(arrived).state is State.COMPLETED


def test_a_refund_over_the_limit_needs_a_second_person(make_order, make_product, customer, agent, lead, open_case, work, now):
    sofa = make_product("SOFA", 300_000, stock=2)
    bought = make_order(products=[(sofa, 1)])
    case = open_case({1: 1}, on=bought)
    authorizing.approve(case.id, actor=agent, now=now)
    case = receiving.receive(case.id, {case.lines[0].id: 1}, actor=agent, now=now)
    inspecting.inspect(case.id, graded(case), actor=agent, now=now)
    completing.accept(case.id, actor=agent, now=now)
    work()
    waiting = shop.refunds(case.number)[0]
    assert (waiting.status, fresh(case).state) == ("held", State.REFUNDING)
    with pytest.raises(NotAllowed):
        completing.approve_refund(case.id, waiting.id, actor=agent, now=now)
    completing.approve_refund(case.id, waiting.id, actor=lead, now=now)
    work()
    assert fresh(case).state is State.COMPLETED


def test_a_history_that_was_tampered_with_shows(open_case, agent, now):
    case = open_case()
    authorizing.approve(case.id, actor=agent, now=now)
    steps = list(reversed(queries.file_of(case).history))
    assert history.first_break(steps) is None
    steps[0].reason = "something else"
    assert history.first_break(steps) == 1
    assert history.first_break(steps[1:]) == 1
    db.session.rollback()


def test_case_lines_never_pass_their_bounds(open_case):
    case = open_case()
    with pytest.raises(Exception, match="ck_aftersale_line_decided"):
        db.session.execute(db.text(f"UPDATE aftersale_line SET qty_accepted = 1 WHERE case_id = {case.id}"))
    db.session.rollback()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(db.text("UPDATE case_event SET reason = 'x'"))
    db.session.rollback()


def test_cases_do_not_share_the_list_of_orders(open_case, order):
    case = open_case()
    assert [found.id for found in queries.of_order(order.id)] == [case.id]
    assert isinstance(case, Case)
