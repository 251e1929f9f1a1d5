"""Money coming in: gateways that fail, webhooks that repeat, orders that time out, units cancelled before they leave."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kit.accounts.models import User
from kit.db import db
from kit.errors import RuleViolation
from kit.events import EventRecord
from storefront.inventory.models import StockLevel
from storefront.members import queries as members
from storefront.members.vocabulary import AccountKind
from storefront.orders import queries as orders
from storefront.orders.models import Order
from storefront.orders.vocabulary import CloseReason, OrderStatus, PaymentStatus
from storefront.payments import gateway, queries
from storefront.payments.commands import closing
from storefront.payments.models import Payment, PaymentEvent, Refund
from storefront.payments.providers import test_wallet as wallet
from storefront.payments.vocabulary import PaymentState
from storefront.promotions.models import CouponUse


@pytest.fixture
def unpaid(make_order: Callable[..., Order], funds: dict[str, int], now: datetime) -> Order:
    """Worked example A, placed now; credit and points are taken, the card is not charged yet."""
    return make_order(state="placed", purses=funds, placed_at=now)


def card(order: Order) -> Payment:
    return queries.payments_of(order.id)[0]


def notice(order: Order, event_id: str = "e1", kind: str = "captured", **changes: object) -> bytes:
    told = {"id": event_id, "kind": kind, "key": card(order).idempotency_key, "amount_minor": card(order).amount_minor,
            "at": "2026-05-14T06:40:00+00:00", **changes}  # fmt: skip
    return json.dumps({"events": [told]}).encode()


def post(client: FlaskClient, body: bytes, signature: str | None = None) -> int:
    headers = {wallet.SIGNATURE: wallet.sign(body) if signature is None else signature}
    return client.post("/webhooks/payments/test_wallet", data=body, headers=headers).status_code


def test_the_tenders_add_up_to_what_is_payable(unpaid: Order) -> None:
    """I1."""
    assert [(paid.provider, paid.amount_minor) for paid in queries.payments_of(unpaid.id)] == [
        ("test_wallet", 23720), ("store_credit", 5000), ("points", 3000),
    ]  # fmt: skip


def test_paying_the_rest_pays_the_order(unpaid: Order, now: datetime) -> None:
    gateway.charge(unpaid.id, now=now)
    after = orders.whole(unpaid.id)
    assert (after.status, after.payment_status) == (OrderStatus.PAID, PaymentStatus.PAID)
    assert {paid.status for paid in queries.payments_of(unpaid.id)} == {PaymentState.CAPTURED}


@pytest.mark.parametrize("outcome", ["lost_after", "lost_before"])
def test_a_payment_whose_answer_was_lost_ends_right(unpaid: Order, now: datetime, outcome: str) -> None:
    wallet.script("create", outcome)
    gateway.charge(unpaid.id, now=now)
    assert card(unpaid).status is PaymentState.PENDING
    later = now + timedelta(minutes=2)
    for payment in queries.due_charges(later):
        gateway.reconcile_charge(payment, now=later)
    if outcome == "lost_before":
        gateway.charge(unpaid.id, now=later)
    assert orders.whole(unpaid.id).status is OrderStatus.PAID


def test_a_webhook_pays_once_however_often_it_comes(client: FlaskClient, unpaid: Order) -> None:
    body = notice(unpaid)
    assert [post(client, body) for _ in range(3)] == [200, 200, 200]
    assert orders.whole(unpaid.id).status is OrderStatus.PAID
    assert db.session.scalar(select(func.count()).select_from(PaymentEvent)) == 1
    paid = select(func.count()).where(EventRecord.kind == "OrderPaid")
    assert db.session.scalar(paid) == 1


@pytest.mark.parametrize(("body", "signature", "status"), [
    (b"{}", "", 401), (b"{}", "00", 401), (b"no json", None, 400), (b"{}", None, 400), (b'{"events": [{"id": 1}]}', None, 400),
    ('{"events": "é"}'.encode(), "é", 401), (b"[" * 50_000, None, 400),
    (b'{"events": [{"id": 1, "kind": "captured", "key": "k", "amount_minor": 1e999, "at": "2026-05-14T06:32:00Z"}]}', None, 400),
])  # fmt: skip
def test_a_forged_or_broken_webhook_is_refused(
    client: FlaskClient, unpaid: Order, body: bytes, signature: str | None, status: int
) -> None:
    assert post(client, body, signature) == status
    assert db.session.scalar(select(func.count()).select_from(PaymentEvent)) == 0


def test_a_webhook_with_another_amount_is_kept_but_pays_nothing(client: FlaskClient, unpaid: Order) -> None:
    assert post(client, notice(unpaid, amount_minor=1)) == 200
    assert orders.whole(unpaid.id).status is OrderStatus.PENDING_PAYMENT
    assert db.session.scalars(select(PaymentEvent.matched_at)).one() is None


def test_an_unknown_provider_has_no_webhook(client: FlaskClient) -> None:
    assert client.post("/webhooks/payments/nobody", data=b"{}").status_code == 404


def test_a_refund_nobody_asked_for_alarms(client: FlaskClient, unpaid: Order) -> None:
    assert post(client, notice(unpaid, kind="refunded", key="refund-999999")) == 200
    told = select(func.count()).where(EventRecord.kind == "UnknownRefundReported")
    assert db.session.scalar(told) == 1


def test_an_unpaid_order_gives_everything_back(unpaid: Order, customer: User, now: datetime) -> None:
    assert orders.unpaid_since(now + timedelta(minutes=29)) == []
    late = now + timedelta(minutes=30)
    assert orders.unpaid_since(late) == [unpaid.id]
    assert [closing.close_unpaid(unpaid.id, CloseReason.UNPAID, now=late) for _ in range(2)] == [True, False]
    assert members.balances(customer.id, "CNY") == {AccountKind.STORE_CREDIT: 5000, AccountKind.POINTS: 3000}
    assert not any(db.session.scalars(select(CouponUse.is_live)))
    assert not any(db.session.scalars(select(StockLevel.held)))
    assert orders.whole(unpaid.id).close_reason is CloseReason.UNPAID


def test_money_that_comes_too_late_goes_back_in_full(
    client: FlaskClient, unpaid: Order, now: datetime, work: Callable[[], None]
) -> None:
    closing.close_unpaid(unpaid.id, CloseReason.UNPAID, now=now + timedelta(minutes=30))
    post(client, notice(unpaid))
    work()
    assert orders.whole(unpaid.id).status is OrderStatus.CLOSED
    assert (card(unpaid).captured_minor, card(unpaid).refunded_minor) == (23720, 23720)
    told = select(func.count()).where(EventRecord.kind == "LatePayment")
    assert db.session.scalar(told) == 1


def test_cancelling_line_by_line_refunds_line_by_line(
    paid_order: Order, customer: User, now: datetime, work: Callable[[], None]
) -> None:
    lamp, vase, napkins = paid_order.lines
    for line, units in [(lamp, 1), (napkins, 3), (lamp, 1)]:
        closing.cancel_units(paid_order.id, line.id, units, actor_id=customer.id, now=now)
    assert orders.whole(paid_order.id).status is OrderStatus.PAID
    closing.cancel_units(paid_order.id, vase.id, 1, actor_id=customer.id, now=now)
    work()
    amounts = list(db.session.scalars(select(Refund.amount_minor).order_by(Refund.id)))
    assert amounts == [11414, 2628, 11414, 5264 + 1000]
    after = orders.whole(paid_order.id)
    assert (after.status, after.close_reason, after.payment_status) == (
        OrderStatus.CLOSED, CloseReason.CANCELLED, PaymentStatus.REFUNDED,
    )  # fmt: skip
    levels = list(db.session.scalars(select(StockLevel).where(StockLevel.sku_id == lamp.sku_id)))
    assert [(level.on_hand, level.allocated) for level in levels] == [(100, 0)]


def test_what_was_sent_cannot_be_cancelled(order: Order, customer: User, now: datetime) -> None:
    line_id = order.lines[0].id
    with pytest.raises(RuleViolation) as refused:
        closing.cancel_units(order.id, line_id, 1, actor_id=customer.id, now=now)
    assert refused.value.code == "already_sent"
