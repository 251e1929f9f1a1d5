"""Points of orders: earned pending, released when the after-sale window ends, taken back with refunds (R12, I21)."""

from datetime import datetime

from kit.accounts.models import User
from kit.accounts.vocabulary import Role
from kit.db import command, db
from storefront.members import queries as members
from storefront.members.commands import accounts, enrolment
from storefront.members.vocabulary import AccountKind, EntryKind
from storefront.orders import queries as orders
from storefront.rewards import queries
from storefront.rewards.models import OrderReward
from storefront.rewards.vocabulary import EXPIRE_AFTER, RELEASE_AFTER


@command
def earn(order_id: int, *, now: datetime) -> None:
    """A paid order earns points, pending at first. A customer who can sign in becomes a member by it; guests earn nothing. Safe
    to repeat."""
    order = orders.with_lines(order_id, lock=True)
    buyer = db.session.get_one(User, order.customer_id)
    if buyer.role is not Role.CUSTOMER or buyer.confirmed_at is None or queries.reward(order_id) is not None:
        return
    enrolment.join(buyer.id, now=now)
    points = queries.points_of(order_id)
    db.session.add(OrderReward(order_id=order_id, user_id=buyer.id, points=points))
    _book(buyer.id, EntryKind.EARNED, 0, points, order.currency, ("order", str(order_id)), now)


@command
def set_release(order_id: int, *, delivered_at: datetime) -> None:
    """A parcel arrived: the points wait for the end of its after-sale window, with what the member's level adds to it."""
    reward = queries.reward(order_id)
    if reward is None or reward.released_at is not None:
        return
    ends = delivered_at + RELEASE_AFTER + members.window_bonus(reward.user_id)
    reward.release_at = max(ends, reward.release_at or ends)


@command
def follow(order_id: int, source: tuple[str, str], *, now: datetime) -> None:
    """Something of the order was refunded or cancelled: its points follow what is kept. Points already released are debited, and
    the balance may fall below zero. Safe to repeat."""
    order, reward = orders.with_lines(order_id, lock=True), queries.reward(order_id)
    if reward is None:
        return
    change = queries.points_of(order_id) - reward.points
    if change == 0:
        return
    is_out = reward.released_at is not None
    delta, pending = (change, 0) if is_out else (0, change)
    if _book(reward.user_id, EntryKind.REVERSED, delta, pending, order.currency, source, now):
        reward.points += change
        if is_out:
            enrolment.grow(reward.user_id, change, now=now)


@command
def release(order_id: int, *, now: datetime) -> bool:
    """The window ended: the points may be spent, and the member grows by them. False when they were released already."""
    order, reward = orders.with_lines(order_id, lock=True), queries.reward(order_id)
    if reward is None or reward.released_at is not None:
        return False
    reward.released_at = now
    source = ("order", str(order_id))
    expires_at = now + EXPIRE_AFTER
    _book(reward.user_id, EntryKind.RELEASED, reward.points, -reward.points, order.currency, source, now, expires_at)
    enrolment.grow(reward.user_id, reward.points, now=now)
    return True


def _book(
    user_id: int, entry: EntryKind, delta: int, pending: int, currency: str, source: tuple[str, str], now: datetime,
    expires_at: datetime | None = None,
) -> bool:  # fmt: skip
    return accounts.book(
        user_id, AccountKind.POINTS, entry, delta, pending=pending, currency=currency, source=source, overdraw=True,
        expires_at=expires_at, now=now,
    )  # fmt: skip
