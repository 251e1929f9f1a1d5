"""Refunds: held, sent with a key of their own, settled exactly, whatever the gateway does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk import shop
from helpdesk.shop import RefundPart
from kit.accounts.models import User
from kit.db import db
from kit.errors import Conflict, NotAllowed, RuleViolation
from kit.events import EventRecord
from storefront.members import queries as members
from storefront.members.vocabulary import AccountKind
from storefront.orders import queries as orders
from storefront.orders.models import Order
from storefront.orders.vocabulary import PaymentStatus
from storefront.payments import gateway, queries
from storefront.payments.commands import settling
from storefront.payments.models import Payment, RefundTender
from storefront.payments.providers import test_wallet as wallet
from storefront.payments.vocabulary import RefundState


def unit_of(order: Order, place: int, amount: int, tax: int = 0) -> list[RefundPart]:
    return [RefundPart(order_line_id=order.lines[place].id, quantity=1, amount_minor=amount, tax_minor=tax)]


def ask(order: Order, parts: list[RefundPart], reference: str, now: datetime, **more: object) -> shop.Refund:
    return shop.request_refund(order.id, parts, "quality_defect", reference, None, now, **more)  # type: ignore[arg-type]


def card(order_id: int) -> Payment:
    return queries.payments_of(order_id)[0]


def events(kind: str) -> list[EventRecord]:
    return list(db.session.scalars(select(EventRecord).where(EventRecord.kind == kind)))


def test_worked_example_a_empties_every_tender(order: Order, now: datetime, work: Callable[[], None]) -> None:
    steps = [(0, 11414), (2, 1752), (0, 11414), (1, 5264), (2, 876)]
    split = []
    for number, (place, amount) in enumerate(steps):
        split.append([share.amount_minor for share in ask(order, unit_of(order, place, amount), f"r{number}", now).tenders])
    last = [RefundPart(order_shipping_id=order.shippings[0].id, amount_minor=1000)]
    split.append([share.amount_minor for share in ask(order, last, "freight", now).tenders])
    assert split == [[8535, 1799, 1080], [1310, 276, 166], [8536, 1799, 1079], [3936, 830, 498], [655, 138, 83], [748, 158, 94]]
    work()
    assert [(paid.refunded_minor, paid.refund_held_minor) for paid in queries.payments_of(order.id)] == [
        (23720, 0), (5000, 0), (3000, 0),
    ]  # fmt: skip
    assert orders.whole(order.id).payment_status is PaymentStatus.REFUNDED


def test_points_come_back_as_points_and_credit_as_credit(
    order: Order, customer: User, now: datetime, work: Callable[[], None]
) -> None:
    ask(order, unit_of(order, 0, 11414), "r1", now)
    work()
    assert members.balances(customer.id, "CNY") == {AccountKind.STORE_CREDIT: 1799, AccountKind.POINTS: 1080}
    assert wallet.paid_back(card(order.id).idempotency_key) == 8535


def test_a_repeated_reference_finds_the_first_refund(order: Order, now: datetime) -> None:
    first = ask(order, unit_of(order, 0, 11414), "r1", now)
    assert ask(order, unit_of(order, 0, 11414), "r1", now).id == first.id
    with pytest.raises(Conflict, match="another amount"):
        ask(order, unit_of(order, 0, 100), "r1", now)


def test_no_line_pays_back_more_than_was_paid_for_it(order: Order, now: datetime) -> None:
    parts = unit_of(order, 1, 5265)
    with pytest.raises(RuleViolation) as refused:
        ask(order, parts, "r1", now)
    assert refused.value.code == "over_amount"


def test_a_line_of_another_order_is_refused(make_order: Callable[..., Order], now: datetime) -> None:
    first, second = make_order(), make_order()
    parts = unit_of(second, 0, 100)
    with pytest.raises(RuleViolation) as refused:
        ask(first, parts, "r1", now)
    assert refused.value.code == "line_of_other_order"


def test_above_the_limit_somebody_else_must_approve(
    order: Order, lead: User, manager: User, now: datetime, work: Callable[[], None]
) -> None:
    held = shop.request_refund(order.id, unit_of(order, 0, 11414), "", "r1", lead.id, now, needs_approval=True)
    work()
    assert (held.status, wallet.paid_back(card(order.id).idempotency_key)) == ("held", 0)
    with pytest.raises(NotAllowed):
        shop.approve_refund(held.id, lead.id, now)
    shop.approve_refund(held.id, manager.id, now)
    work()
    assert shop.refund(held.id).status == "succeeded"


@pytest.mark.parametrize("outcome", ["lost_after", "lost_before"])
def test_a_lost_answer_moves_the_money_exactly_once(
    paid_order: Order, now: datetime, work: Callable[[], None], outcome: str
) -> None:
    """I11."""
    wallet.script("refund", outcome)
    asked = ask(paid_order, unit_of(paid_order, 0, 11414), "r1", now)
    tender_id = asked.tenders[0].id
    gateway.send_refund(tender_id, now=now)
    assert shop.refund(asked.id).status == "unknown"
    assert card(paid_order.id).refund_held_minor == 11414
    gateway.send_refund(tender_id, now=now)  # not due again yet
    assert shop.refund(asked.id).status == "unknown"
    gateway.send_refund(tender_id, now=now + timedelta(minutes=10))
    assert shop.refund(asked.id).status == "succeeded"
    assert wallet.paid_back(card(paid_order.id).idempotency_key) == 11414
    assert (card(paid_order.id).refunded_minor, card(paid_order.id).refund_held_minor) == (11414, 0)


def test_after_a_day_a_lost_refund_is_only_asked_for(paid_order: Order, now: datetime) -> None:
    wallet.script("refund", "lost_before")
    asked = ask(paid_order, unit_of(paid_order, 0, 11414), "r1", now)
    gateway.send_refund(asked.tenders[0].id, now=now)
    gateway.send_refund(asked.tenders[0].id, now=now + timedelta(hours=25))
    assert shop.refund(asked.id).status == "unknown"
    assert wallet.paid_back(card(paid_order.id).idempotency_key) == 0
    gateway.send_refund(asked.tenders[0].id, now=now + timedelta(days=8))
    assert shop.refund(asked.id).status == "failed"


def test_a_declined_refund_is_free_again_and_a_retry_has_a_new_key(
    paid_order: Order, lead: User, now: datetime, work: Callable[[], None]
) -> None:
    wallet.script("refund", "decline")
    asked = ask(paid_order, unit_of(paid_order, 0, 11414), "r1", now)
    work()
    line = orders.whole(paid_order.id).lines[0]
    assert (shop.refund(asked.id).status, card(paid_order.id).refundable_minor, line.refunded_minor) == ("failed", 31720, 0)
    assert [record.subject_id for record in events("RefundFailed")] == [asked.id]
    shop.retry_refund(asked.id, actor_id=lead.id, now=now)
    work()
    again = shop.refund(asked.id)
    assert (again.status, len(again.tenders)) == ("succeeded", 2)
    assert orders.whole(paid_order.id).lines[0].refunded_minor == 11414


def test_a_declined_refund_can_be_paid_by_other_means(
    paid_order: Order, lead: User, now: datetime, work: Callable[[], None]
) -> None:
    wallet.script("refund", "decline")
    asked = ask(paid_order, unit_of(paid_order, 0, 11414), "r1", now)
    work()
    shop.pay_out_manually(asked.tenders[0].id, "bank receipt 4711", actor_id=lead.id, now=now)
    assert shop.refund(asked.id).status == "succeeded_manual"
    assert card(paid_order.id).refundable_minor == 31720 - 11414


def test_replaying_an_outcome_changes_nothing(paid_order: Order, now: datetime, work: Callable[[], None]) -> None:
    """I10."""
    asked = ask(paid_order, unit_of(paid_order, 0, 11414), "r1", now)
    work()
    before = (card(paid_order.id).refunded_minor, len(events("RefundSucceeded")))
    for later in (1, 60, 3000):
        gateway.send_refund(asked.tenders[0].id, now=now + timedelta(minutes=later))
    assert (card(paid_order.id).refunded_minor, len(events("RefundSucceeded"))) == before == (11414, 1)


def test_a_sender_that_died_is_taken_over(paid_order: Order, now: datetime) -> None:
    asked = ask(paid_order, unit_of(paid_order, 0, 11414), "r1", now)
    tender_id = asked.tenders[0].id
    assert settling.claim(tender_id, now=now) is not None  # and then the process is killed
    assert settling.claim(tender_id, now=now + timedelta(seconds=30)) is None
    assert queries.due_tenders(now + timedelta(minutes=3)) == [tender_id]
    gateway.send_refund(tender_id, now=now + timedelta(minutes=3))
    assert db.session.get_one(RefundTender, tender_id).status is RefundState.SUCCEEDED
    assert wallet.paid_back(card(paid_order.id).idempotency_key) == 11414
