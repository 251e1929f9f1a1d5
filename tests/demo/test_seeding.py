"""The demo shop stands after one call, alive on any day; a second call changes nothing but the sign-ins."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_security.utils import verify_password
from sqlalchemy import func, select

from helpdesk.demo import seeding
from helpdesk.notifications.models import Notification
from helpdesk.operations.shop import fill
from helpdesk.proposals.models import Proposal
from helpdesk.returns.models import Case
from helpdesk.surveys.models import Survey
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.vocabulary import MessageKind, Status
from helpdesk.visits.models import Visit
from kit import profile
from kit.accounts.models import User
from kit.db import Model, db
from kit.events import EventRecord
from storefront.catalogue.models import Product
from storefront.inventory.models import StockLevel, StockMovement
from storefront.orders.models import Order
from storefront.payments.models import Payment
from storefront.reviews.models import Review

LEAP_DAY = datetime(2028, 2, 29, 3, 30, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 16, 0, 30, tzinfo=UTC)  # half a minute into 2027 in Shanghai, a Friday
SIGN_INS = ("customer", "agent", "warehouse", "lead", "manager", "admin")


def count(model: type[Model]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def exists(*column_and_conditions: Any) -> bool:
    column, *conditions = column_and_conditions
    return db.session.scalars(select(column).where(*conditions).limit(1)).first() is not None


def counted(column: object) -> Counter[str]:
    return Counter(str(word) for word in db.session.scalars(select(column)))  # type: ignore[call-overload]


def check_people_and_goods() -> None:
    assert count(Product) == 41  # one of them waits for approval
    assert Counter(db.session.scalars(select(User.role).where(User.is_demo)))["customer"] == 200
    for name in SIGN_INS:
        user = db.session.scalars(select(User).where(User.email == f"{name}@example.com")).one()
        assert verify_password("first password", user.password)
        assert user.confirmed_at is not None


def check_orders(now: datetime) -> None:
    assert count(Order) == 600
    assert set(counted(Order.status)) == {"pending_payment", "paid", "shipped", "delivered", "completed", "closed"}
    captured = select(Payment.order_id, func.sum(Payment.captured_minor).label("sum")).group_by(Payment.order_id).subquery()
    unequal = select(Order.id).join(captured, captured.c.order_id == Order.id).where(captured.c.sum != Order.payable_minor)
    assert not db.session.scalars(unequal.where(Order.payment_status != "unpaid")).all()
    assert db.session.scalars(select(func.max(Order.placed_at))).one() <= now


def check_stock() -> None:
    moved = select(
        StockMovement.sku_id,
        func.sum(StockMovement.on_hand_change).label("on_hand"),
        func.sum(StockMovement.allocated_change).label("allocated"),
    ).group_by(StockMovement.sku_id)
    ledger = {row.sku_id: (row.on_hand, row.allocated) for row in db.session.execute(moved)}
    levels = {level.sku_id: (level.on_hand, level.allocated) for level in db.session.scalars(select(StockLevel))}
    assert levels == ledger


def check_tickets(now: datetime) -> None:
    assert count(Ticket) == 300
    assert set(counted(Ticket.status)) == {status.value for status in Status}
    assert set(counted(Ticket.category)) == {"quality", "logistics", "service", "order", "account", "other"}
    running = Ticket.clock_state == "running"
    soon = db.session.scalars(select(Ticket.id).where(running, Ticket.next_due_at.between(now, now + timedelta(minutes=15)))).all()
    later = db.session.scalars(select(Ticket.id).where(running, Ticket.next_due_at > now + timedelta(minutes=15))).all()
    over = db.session.scalars(select(Ticket.id).where(Ticket.breached, Ticket.status.in_(["new", "open"]))).all()
    assert len(soon) >= 6
    assert len(later) >= 20
    assert 2 <= len(over) <= 25
    assert db.session.scalars(select(func.count()).where(Ticket.clock_state == "paused")).one() >= 20
    said = db.session.scalars(select(Message.body).where(Message.kind == MessageKind.AGENT))
    assert not any("{" in body for body in said)


def check_desk(now: datetime) -> None:
    """What an agent should find at any hour: something over its time, warned of, in nobody's hands, and waiting for a yes."""
    waiting = Ticket.status.in_(["new", "open"])
    assert exists(Ticket.id, Ticket.assignee_id.is_(None), waiting)
    assert exists(EventRecord.id, EventRecord.kind == "BreachWarning", EventRecord.at > now - timedelta(hours=2))
    assert exists(Proposal.id, Proposal.status == "offered", Proposal.expires_at > now)
    assert exists(Ticket.id, Ticket.awaiting_consent_until > now)


def check_aftercare(now: datetime) -> None:
    zone = profile.current().zone
    assert len(set(counted(Case.state))) >= 5
    assert {"answered", "sent"} <= set(counted(Survey.status))
    assert exists(Survey.id, Survey.comment != "")
    assert {"planned", "done"} <= set(counted(Visit.status))
    due = db.session.scalars(select(Visit.due_at).where(Visit.status == "planned"))
    assert any(at.astimezone(zone).date() == now.astimezone(zone).date() for at in due)
    assert count(Review) > 60
    assert exists(Product.id, Product.rating_count > 0)
    assert count(Notification) == 0


def check_a_second_time_only_the_password_changes(now: datetime) -> None:
    before = {model: count(model) for model in (User, Product, Order, Ticket, Message, Case, Visit)}
    seeding.seed_demo("second password", now=now + timedelta(days=1))
    assert {model: count(model) for model in before} == before
    agent = db.session.scalars(select(User).where(User.email == "agent@example.com")).one()
    assert verify_password("second password", agent.password)


def check_all(now: datetime) -> None:
    check_people_and_goods()
    check_orders(now)
    check_stock()
    check_tickets(now)
    check_desk(now)
    check_aftercare(now)
    assert profile.current().is_demo
    assert profile.current().is_set_up


def test_the_demo_is_whole_and_alive(app: Flask, now: datetime) -> None:
    seeding.seed_demo("first password", now=now)
    check_all(now)
    check_a_second_time_only_the_password_changes(now)


class Unplugged(Exception):
    """Somebody pulled the plug."""


def test_one_that_was_interrupted_is_begun_again_at_midnight_of_the_new_year(app: Flask) -> None:
    def unplug() -> None:
        raise Unplugged

    with pytest.raises(Unplugged):
        fill("first password", now=LEAP_DAY, when_open=unplug)
    assert profile.current().is_being_filled
    assert count(Order) == 600

    fill("first password", now=NEW_YEAR)
    assert not profile.current().is_being_filled
    check_all(NEW_YEAR)
