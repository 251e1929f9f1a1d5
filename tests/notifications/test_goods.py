"""Who hears of goods: customers of a withdrawn product, managers of low stock and of what waits for approval."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk.notifications.models import Notification
from kit.accounts.models import User
from kit.db import command, db
from kit.events import publish
from storefront.cart import commands as cart
from storefront.catalogue.commands import publishing
from storefront.catalogue.models import Product
from storefront.catalogue.vocabulary import DelistReason
from storefront.events import StockLow
from storefront.orders.models import Order


def told(kind: str) -> dict[int, dict[str, object]]:
    rows = db.session.scalars(select(Notification).where(Notification.kind == kind))
    return {row.recipient_id: row.subject for row in rows}


@pytest.fixture
def concerned(product: Product, make_order: Callable[..., Order], make_user: Callable[..., User], now: datetime) -> dict[str, User]:
    """One who bought the product lately, one long ago, one who has it in the bag, one who has nothing to do with it."""
    people = {name: make_user("customer", name.title()) for name in ("buyer", "former", "holder", "stranger")}
    for name, days in (("buyer", 10), ("former", 200)):
        placed = now - timedelta(days=days)
        make_order(customer=people[name], products=[(product, 1)], coupon="", placed_at=placed)
    cart.put(cart.open_cart(people["holder"].id, None, now=now), product.skus[0].id, 1, now=now)
    return people


def test_a_withdrawal_for_quality_reaches_buyers_and_bags(
    product: Product, concerned: dict[str, User], manager: User, now: datetime
) -> None:
    publishing.delist(product.id, DelistReason.QUALITY, actor=manager, now=now)
    said = {person: about["bought"] for person, about in told("product_withdrawn").items()}
    assert said == {concerned["buyer"].id: True, concerned["holder"].id: False}


@pytest.mark.parametrize("reason", [DelistReason.EXPIRED, DelistReason.OUT_OF_STOCK, DelistReason.OTHER])
def test_other_reasons_alarm_nobody(
    product: Product, concerned: dict[str, User], manager: User, now: datetime, reason: DelistReason
) -> None:
    publishing.delist(product.id, reason, note="season over", actor=manager, now=now)
    assert told("product_withdrawn") == {}


def test_managers_hear_of_low_stock(product: Product, manager: User, agent: User, now: datetime) -> None:
    fact = StockLow(sku_id=product.skus[0].id, product_id=product.id, available=2, threshold=5, at=now)
    command(publish)(fact)
    assert list(told("stock_low")) == [manager.id]


def test_the_other_manager_is_asked_for_approval(
    make_product: Callable[..., Product], manager: User, make_user: Callable[..., User], now: datetime
) -> None:
    other = make_user("manager", "Second Person")
    draft = make_product("DRAFT", on_shelf=False, pictures=["lamp"], description={"en": "x", "zh": "文"})
    publishing.submit(draft.id, actor=manager, now=now)
    assert list(told("product_submitted")) == [other.id]
