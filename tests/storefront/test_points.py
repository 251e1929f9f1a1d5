"""Points of orders: pending, released, taken back, expired; and the levels that follow."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk import shop
from kit.accounts.models import User
from kit.db import command, db
from storefront.members import queries as members
from storefront.members.commands import accounts
from storefront.members.models import Account, AccountEntry, LevelChange
from storefront.members.vocabulary import AccountKind
from storefront.orders.models import Order
from storefront.payments import gateway, queries
from storefront.payments.commands import closing
from storefront.rewards import commands
from storefront.rewards import queries as rewards
from storefront.rewards.vocabulary import EXPIRE_AFTER, RELEASE_AFTER

LATER = RELEASE_AFTER + timedelta(days=1)


@pytest.fixture
def buyer(customer: User, now: datetime) -> User:
    """A customer who can sign in."""

    @command
    def confirm() -> None:
        db.session.get_one(User, customer.id).confirmed_at = now

    confirm()
    return customer


def points(user: User) -> tuple[int, int]:
    """What may be spent, and what is pending."""
    found = members.account(user.id, AccountKind.POINTS, "CNY")
    return (found.balance, found.pending) if found else (0, 0)


def pay_back(order: Order, place: int, at: datetime, amount_minor: int | None = None) -> None:
    """Refund a whole line, or only an amount of it."""
    line = order.lines[place]
    quantity = line.quantity if amount_minor is None else 0
    part = shop.RefundPart(order_line_id=line.id, quantity=quantity, amount_minor=amount_minor or line.payable_minor)
    shop.request_refund(order.id, [part], "", f"back-{place}", None, at)
    for tender_id in queries.due_tenders(at):
        gateway.send_refund(tender_id, now=at)


def test_points_wait_for_the_end_of_the_window(buyer: User, make_order: Callable[..., Order], now: datetime) -> None:
    order = make_order(customer=buyer)
    assert points(buyer) == (0, 307)
    assert rewards.due(now) == []
    assert rewards.due(now + LATER) == [order.id]
    assert [commands.release(order.id, now=now + LATER) for _ in range(2)] == [True, False]
    assert points(buyer) == (307, 0)


@pytest.mark.parametrize("is_released", [False, True])
def test_refunded_goods_leave_no_points(buyer: User, make_order: Callable[..., Order], now: datetime, is_released: bool) -> None:
    """I21: also when the points were spent meanwhile; then the balance is below zero."""
    order = make_order(customer=buyer)
    if is_released:
        commands.release(order.id, now=now + LATER)
    for place in range(3):
        pay_back(order, place, now + LATER)
    assert points(buyer) == (0, 0)
    booked = db.session.execute(select(AccountEntry.delta, AccountEntry.pending_delta)).all()
    assert (sum(delta for delta, _ in booked), sum(pending for _, pending in booked)) == (0, 0)


def test_a_cancelled_order_earns_nothing(buyer: User, make_order: Callable[..., Order], now: datetime) -> None:
    order = make_order(customer=buyer, state="paid")
    closing.cancel(order.id, actor_id=buyer.id, now=now)
    for tender_id in queries.due_tenders(now):
        gateway.send_refund(tender_id, now=now)
    assert points(buyer) == (0, 0)


def test_guests_earn_nothing(make_user: Callable[..., User], make_order: Callable[..., Order]) -> None:
    guest = make_user(name="Guest")

    @command
    def forget() -> None:
        db.session.get_one(User, guest.id).confirmed_at = None

    forget()
    make_order(customer=guest)
    assert points(guest) == (0, 0)


def test_what_is_not_spent_in_time_expires(buyer: User, make_order: Callable[..., Order], now: datetime) -> None:
    order = make_order(customer=buyer)
    commands.release(order.id, now=now)
    late = now + EXPIRE_AFTER + timedelta(hours=1)
    (account_id,) = members.accounts_with_expired(late)
    assert [accounts.expire(account_id, now=late) for _ in range(2)] == [307, 0]
    assert db.session.scalars(select(Account.balance)).one() == 0


def test_growth_lifts_the_level_and_a_refund_lowers_it(
    buyer: User, make_order: Callable[..., Order], make_product: Callable[..., object], now: datetime
) -> None:
    order = make_order(customer=buyer, products=[(make_product("DEAR", 200_100), 1)], coupon="")
    commands.release(order.id, now=now)
    pay_back(order, 0, now, amount_minor=10_000)
    steps = [(one.before, one.after) for one in db.session.scalars(select(LevelChange).order_by(LevelChange.id))]
    assert steps == [("standard", "silver"), ("silver", "standard")]


def test_the_customer_sees_level_points_and_what_ends(
    buyer: User, make_order: Callable[..., Order], signed_in: Callable[[User], FlaskClient], now: datetime
) -> None:
    commands.release(make_order(customer=buyer).id, now=now)
    browser = signed_in(buyer)
    text = browser.get("/membership").get_data(as_text=True)
    assert "307" in text
    assert "more until Silver" in text
    browser.set_cookie("locale", "zh_Hans")
    assert "会员与积分" in browser.get("/membership").get_data(as_text=True)
