"""Money that people move: transfers matched by hand, the courier's cash, prepaid cards; and answers that come after the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kit.accounts.models import User
from kit.db import db
from kit.errors import Conflict, RuleViolation
from storefront.members import queries as members
from storefront.members.vocabulary import AccountKind
from storefront.orders import queries as orders
from storefront.orders.commands.placing import Draft
from storefront.orders.models import Order
from storefront.orders.vocabulary import CloseReason, OrderStatus, PaymentStatus
from storefront.payments import gateway, queries
from storefront.payments.commands import cards, checkout, closing, matching, providers, settling
from storefront.payments.commands.providers import Terms
from storefront.payments.models import BankEntry, Payment, Refund
from storefront.payments.providers import test_wallet as wallet
from storefront.payments.queries import desk as desk_queries
from storefront.payments.vocabulary import PaymentState
from storefront.shipping.carrier import Scan
from storefront.shipping.commands import dispatching, tracking
from storefront.shipping.vocabulary import ShipmentStatus
from tests.fixtures.shop import HOME


@pytest.fixture
def order_with(example_a: list, freight: str, customer: User, now: datetime) -> Callable[..., Order]:  # type: ignore[type-arg]
    """order_with("bank_transfer", purses={…}): two lamps, a vase and three napkins for 357.20, bought this way now."""

    def make(provider: str, *, purses: dict[str, int] | None = None) -> Order:
        wanted = [(one.skus[0].id, quantity) for one, quantity in zip(example_a, (2, 1, 3), strict=True)]
        draft = Draft(wanted=wanted, recipient=HOME, delivery=freight)
        return checkout.check_out(draft, provider=provider, purses=purses, customer_id=customer.id, now=now)

    return make


def first(order: Order) -> Payment:
    return queries.payments_of(order.id)[0]


def entry(reference: str, amount: int, now: datetime) -> int:
    matching.take_entry(reference, amount, "CNY", at=now)
    return db.session.scalars(select(BankEntry.id).where(BankEntry.reference == reference)).one()


def test_a_transfer_pays_once_all_of_it_is_in(order_with: Callable[..., Order], lead: User, now: datetime) -> None:
    order = order_with("bank_transfer")
    assert (order.payable_minor, order.pay_until) == (35_720, now + timedelta(days=3))
    assert matching.match(entry("B1", 30_000, now), first(order).id, actor_id=lead.id, now=now) is False
    assert orders.whole(order.id).status is OrderStatus.PENDING_PAYMENT
    assert matching.match(entry("B2", 5_720, now), first(order).id, actor_id=lead.id, now=now) is True
    assert orders.whole(order.id).status is OrderStatus.PAID


def test_the_same_entry_counts_once(order_with: Callable[..., Order], lead: User, now: datetime) -> None:
    order = order_with("bank_transfer")
    assert [matching.take_entry("B1", 35_720, "CNY", at=now) for _ in range(2)] == [True, False]
    entry_id = db.session.scalars(select(BankEntry.id)).one()
    matching.match(entry_id, first(order).id, actor_id=lead.id, now=now)
    with pytest.raises(Conflict):
        matching.match(entry_id, first(order).id, actor_id=lead.id, now=now)
    assert first(order).captured_minor == 35_720


def test_more_than_is_open_is_not_matched(order_with: Callable[..., Order], lead: User, now: datetime) -> None:
    order = order_with("bank_transfer")
    with pytest.raises(RuleViolation) as refused:
        matching.match(entry("B1", 35_721, now), first(order).id, actor_id=lead.id, now=now)
    assert refused.value.code == "over_amount"


def test_a_transfer_that_comes_too_late_goes_back_by_hand(
    order_with: Callable[..., Order], lead: User, now: datetime, work: Callable[[], None]
) -> None:
    order, late = order_with("bank_transfer"), now + timedelta(days=4)
    closing.close_unpaid(order.id, CloseReason.UNPAID, now=late)
    matching.match(entry("B1", 35_720, late), first(order).id, actor_id=lead.id, now=late)
    work()
    ((tender, _refund, _order),) = desk_queries.payouts()
    assert (tender.status, tender.amount_minor) == ("unknown", 35_720)
    settling.confirm_payout(tender.id, "OUT-1", now=late)
    assert first(order).refunded_minor == 35_720
    assert orders.whole(order.id).status is OrderStatus.CLOSED
    with pytest.raises(Conflict):
        settling.confirm_payout(tender.id, "OUT-1", now=late)


def test_the_courier_takes_the_money_with_the_last_parcel(order_with: Callable[..., Order], now: datetime) -> None:
    order = order_with("cash_on_delivery")
    assert (order.status, order.payment_status) == (OrderStatus.CONFIRMED, PaymentStatus.UNPAID)
    lamp = order.lines[0].id
    parcels = [
        dispatching.ship(order.id, "sf", "SF01", [(lamp, 2)], now=now),
        dispatching.ship(order.id, "sf", "SF02", now=now),
    ]
    for number, parcel in enumerate(parcels):
        assert first(order).captured_minor == 0
        tracking.record_scan(parcel.id, Scan(event_id=str(number), status=ShipmentStatus.DELIVERED, at=now), now=now)
    after = orders.whole(order.id)
    assert (after.status, after.payment_status, first(order).captured_minor) == (OrderStatus.DELIVERED, PaymentStatus.PAID, 35_720)


def test_what_is_cancelled_is_not_taken_at_the_door(
    order_with: Callable[..., Order], funds: dict[str, int], customer: User, now: datetime, work: Callable[[], None]
) -> None:
    order = order_with("cash_on_delivery", purses=funds)
    _lamp, vase, _napkins = order.lines
    closing.cancel_units(order.id, vase.id, 1, actor_id=customer.id, now=now)
    assert (first(order).waived_minor, first(order).owed_minor) == (5_950, 35_720 - 8_000 - 5_950)
    assert sum(one.amount_minor for one in queries.payments_of(order.id)) == order.payable_minor
    closing.cancel(order.id, actor_id=customer.id, now=now)
    work()
    after = orders.whole(order.id)
    assert (after.status, after.payment_status) == (OrderStatus.CLOSED, PaymentStatus.REFUNDED)
    assert first(order).owed_minor == 0
    assert members.balances(customer.id, "CNY") == {AccountKind.STORE_CREDIT: 5000, AccountKind.POINTS: 3000}
    refunds = list(db.session.scalars(select(Refund.amount_minor).where(Refund.order_id == order.id)))
    assert sum(refunds) == order.payable_minor
    assert {line.refunded_minor for line in after.lines} == {line.payable_minor for line in after.lines}


@pytest.mark.parametrize("outcome", ["lost_after", "pending"])
def test_an_answer_that_comes_after_the_end_is_still_asked_for(
    order_with: Callable[..., Order], now: datetime, work: Callable[[], None], outcome: str
) -> None:
    order = order_with("test_wallet")
    wallet.script("create", outcome)
    gateway.charge(order.id, now=now)
    end = now + timedelta(minutes=30)
    closing.close_unpaid(order.id, CloseReason.UNPAID, now=end)
    for minute in range(1, 60, 10):
        for payment in queries.due_charges(end + timedelta(minutes=minute)):
            gateway.reconcile_charge(payment, now=end + timedelta(minutes=minute))
        work()
    after = first(order)
    assert after.next_query_at is None
    paid = 35_720 if outcome == "lost_after" else 0
    assert (after.captured_minor, after.refunded_minor) == (paid, paid)
    assert wallet.paid_back(after.idempotency_key) == paid
    assert orders.whole(order.id).status is OrderStatus.CLOSED


def test_a_card_becomes_store_credit_once(customer: User, agent: User, now: datetime) -> None:
    (code,) = cards.issue(1, 10_000, "CNY", expires_at=None, actor_id=None, now=now)
    cards.redeem(code.lower().replace("-", " "), customer.id, now=now)
    with pytest.raises(RuleViolation) as refused:
        cards.redeem(code, agent.id, now=now)
    assert refused.value.code == "card_used"
    assert members.balances(customer.id, "CNY")[AccountKind.STORE_CREDIT] == 10_000


def test_an_expired_or_blocked_card_is_worth_nothing(customer: User, now: datetime) -> None:
    (old,) = cards.issue(1, 10_000, "CNY", expires_at=now, actor_id=None, now=now - timedelta(days=1))
    (blocked,) = cards.issue(1, 10_000, "CNY", expires_at=None, actor_id=None, now=now)
    cards.block(desk_queries.cards()[0].id, True)
    for code, why in [(old, "card_gone"), (blocked, "card_gone"), ("WRONG", "card_unknown")]:
        with pytest.raises(RuleViolation) as refused:
            cards.redeem(code, customer.id, now=now)
        assert refused.value.code == why


def test_a_transfer_needs_an_account_to_go_to(app: Flask) -> None:
    with pytest.raises(RuleViolation) as refused:
        providers.set_terms("bank_transfer", Terms(is_active=True, limit_minor=None, words={"en": "Bank 1"}))
    assert refused.value.code == "words_needed"


def test_a_way_of_payment_has_a_limit(order_with: Callable[..., Order]) -> None:
    providers.set_terms("cash_on_delivery", Terms(is_active=True, limit_minor=35_719, words={}))
    with pytest.raises(RuleViolation) as refused:
        order_with("cash_on_delivery")
    assert refused.value.code == "over_limit"
    assert list(db.session.scalars(select(Order.id))) == []


def test_the_lead_matches_a_transfer_in_the_browser(
    order_with: Callable[..., Order], lead: User, warehouse: User, signed_in: Callable[[User], FlaskClient]
) -> None:
    order, desk = order_with("bank_transfer"), signed_in(lead)
    desk.post("/manage/payments/entries", data={"reference": "B-77", "amount": "357.20", "payer": "Hannah"})
    shown = desk.get("/manage/payments").get_data(as_text=True)
    assert order.number in shown
    entry_id = db.session.scalars(select(BankEntry.id)).one()
    desk.post(f"/manage/payments/entries/{entry_id}/match", data={"order": order.number.lower()})
    assert first(order).status is PaymentState.CAPTURED
    assert signed_in(warehouse).get("/manage/payments").status_code == 403


@pytest.mark.parametrize("amount", ["-1", "1e5", "４５９", "NaN", "0", "1,5", "99999999999999999999", "'; DROP TABLE payment"])
def test_an_amount_that_is_none_is_refused(lead: User, signed_in: Callable[[User], FlaskClient], amount: str) -> None:
    assert signed_in(lead).post("/manage/payments/entries", data={"reference": "B", "amount": amount}).status_code == 303
    assert db.session.scalar(select(BankEntry.id)) is None


def test_guessing_cards_ends_after_ten_tries(customer: User, signed_in: Callable[[User], FlaskClient]) -> None:
    browser = signed_in(customer)
    answers = [browser.post("/credit", data={"code": f"GUESS{number}"}).status_code for number in range(11)]
    assert answers == [422] * 10 + [429]


def test_the_manager_issues_cards_that_are_shown_once(manager: User, signed_in: Callable[[User], FlaskClient]) -> None:
    desk = signed_in(manager)
    shown = desk.post("/manage/payment-methods/cards", data={"count": "2", "amount": "100.00", "years": "3"}).get_data(as_text=True)
    assert shown.count("<code") == 2
    assert "<code" not in desk.get("/manage/payment-methods").get_data(as_text=True)
