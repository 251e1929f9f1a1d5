"""What customers may change until the goods are fetched, and the shop's look at orders before it sends them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kit.accounts.models import User
from kit.db import db
from kit.errors import Conflict, RuleViolation
from kit.events import EventRecord
from storefront.catalogue.commands import publishing
from storefront.catalogue.vocabulary import DelistReason
from storefront.inventory.models import StockLevel
from storefront.members.models import Address
from storefront.orders import queries as orders
from storefront.orders.commands import changing
from storefront.orders.commands.changing import Change
from storefront.orders.commands.placing import Draft, Recipient
from storefront.orders.models import Order
from storefront.orders.vocabulary import OrderStatus
from storefront.payments import gateway
from storefront.payments.commands import checkout, closing
from storefront.payments.models import Refund
from storefront.risk import queries as risk
from storefront.risk import rules
from storefront.risk.commands import checking
from storefront.risk.rules import Facts, Weight
from storefront.risk.vocabulary import Reason
from storefront.shipping.commands import dispatching
from tests.fixtures.shop import HOME

ELSEWHERE = {
    "recipient": "王小明", "phone": "13800001111", "street": "中山路 1 号", "region": "Hangzhou", "postcode": "310000",
    "note": "Ring twice",
}  # fmt: skip


@pytest.fixture
def held(make_product: Callable[..., object], customer: User, now: datetime) -> Order:
    """An order of 12,000.00, paid and held for its amount."""
    dear = make_product("DEAR", 1_200_000)
    draft = Draft(wanted=[(dear.skus[0].id, 1)], recipient=HOME)  # type: ignore[attr-defined]
    order = checkout.check_out(draft, provider="test_wallet", customer_id=customer.id, now=now)
    gateway.charge(order.id, now=now)
    return orders.whole(order.id)


def test_the_customer_changes_the_address_until_packing_begins(
    paid_order: Order, customer: User, signed_in: Callable[[User], FlaskClient], now: datetime
) -> None:
    browser, path = signed_in(customer), f"/orders/{paid_order.number}/change"
    assert browser.post(path, data=ELSEWHERE).status_code == 303
    after = orders.whole(paid_order.id)
    assert (after.recipient, after.region, after.note, after.phone) == ("王小明", "Hangzhou", "Ring twice", "13800001111")
    changing.start_picking(paid_order.id, actor_id=None, now=now)
    assert browser.post(path, data=ELSEWHERE | {"region": "Beijing"}).status_code == 422
    assert orders.whole(paid_order.id).region == "Hangzhou"
    told = db.session.scalars(select(EventRecord.particulars).where(EventRecord.kind == "OrderChanged")).one()
    assert "王小明" not in str(told)


def test_somebody_elses_order_cannot_be_changed(
    paid_order: Order, make_user: Callable[..., User], signed_in: Callable[[User], FlaskClient]
) -> None:
    stranger = signed_in(make_user("customer"))
    assert stranger.post(f"/orders/{paid_order.number}/change", data=ELSEWHERE).status_code == 404
    line = paid_order.lines[0].id
    assert stranger.post(f"/orders/{paid_order.number}/lines/{line}/cancel", data={"quantity": "1"}).status_code == 404


def test_a_stale_change_overwrites_nothing(paid_order: Order, now: datetime) -> None:
    seen = orders.whole(paid_order.id).version
    first = Change(recipient=Recipient(name="A", address="1"), note="", seen_version=seen)
    changing.change(paid_order.id, first, actor_id=None, now=now)
    with pytest.raises(Conflict):
        changing.change(paid_order.id, Change(recipient=HOME, note="", seen_version=seen), actor_id=None, now=now)


def test_one_piece_is_cancelled_in_the_browser(paid_order: Order, customer: User, signed_in: Callable[[User], FlaskClient]) -> None:
    browser, lamp = signed_in(customer), paid_order.lines[0]
    assert "Cancel item" in browser.get(f"/orders/{paid_order.number}").get_data(as_text=True)
    path = f"/orders/{paid_order.number}/lines/{lamp.id}/cancel"
    assert browser.post(path, data={"quantity": "1"}).status_code == 303
    assert db.session.scalars(select(Refund.amount_minor)).one() == 11_414
    level = db.session.scalars(select(StockLevel).where(StockLevel.sku_id == lamp.sku_id)).one()
    assert (level.on_hand, level.allocated) == (100, 1)


@pytest.mark.parametrize("quantity", ["0", "-1", "3", "99999999999999999999", "NaN", "１", "1.5", ""])
def test_a_quantity_that_is_none_cancels_nothing(
    paid_order: Order, customer: User, signed_in: Callable[[User], FlaskClient], quantity: str
) -> None:
    path = f"/orders/{paid_order.number}/lines/{paid_order.lines[1].id}/cancel"
    assert signed_in(customer).post(path, data={"quantity": quantity}).status_code == 303
    assert (orders.whole(paid_order.id).lines[1].qty_cancelled, db.session.scalar(select(Refund.id))) == (0, None)


def test_nothing_is_cancelled_once_packing_began(paid_order: Order, customer: User, now: datetime) -> None:
    changing.start_picking(paid_order.id, actor_id=None, now=now)
    with pytest.raises(RuleViolation) as refused:
        closing.cancel_line(paid_order.id, paid_order.lines[0].id, 1, actor_id=customer.id, now=now)
    assert refused.value.code == "being_packed"
    with pytest.raises(RuleViolation):
        closing.cancel(paid_order.id, actor_id=customer.id, now=now)


def test_a_high_amount_waits_for_a_look(held: Order, lead: User, now: datetime) -> None:
    assert (held.status, held.held_at) == (OrderStatus.PAID, now)
    with pytest.raises(RuleViolation) as refused:
        dispatching.ship(held.id, "sf", "SF-9", now=now)
    assert refused.value.code == "on_hold"
    checking.release(held.id, "Called her.", actor_id=lead.id, now=now)
    dispatching.ship(held.id, "sf", "SF-9", now=now)
    with pytest.raises(Conflict):
        checking.cancel(held.id, "Too late", actor_id=lead.id, now=now)


def test_a_held_order_is_cancelled_with_a_reason_and_paid_back(
    held: Order, lead: User, now: datetime, work: Callable[[], None]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        checking.cancel(held.id, " ", actor_id=lead.id, now=now)
    assert refused.value.code == "reason_needed"
    checking.cancel(held.id, "Stolen card", actor_id=lead.id, now=now)
    work()
    after = orders.whole(held.id)
    assert (after.status, after.payment_status, after.held_at) == (OrderStatus.CLOSED, "refunded", None)


def test_an_order_that_ends_otherwise_waits_for_nobody(held: Order, customer: User, now: datetime) -> None:
    closing.cancel(held.id, actor_id=customer.id, now=now)
    assert risk.open_checks() == []


def test_an_ordinary_order_is_not_held(paid_order: Order, now: datetime) -> None:
    assert orders.whole(paid_order.id).held_at is None
    assert checking.examine(paid_order.id, now=now) is False


def test_the_lead_sees_why_and_decides(held: Order, lead: User, agent: User, signed_in: Callable[[User], FlaskClient]) -> None:
    desk = signed_in(lead)
    shown = desk.get("/manage/held").get_data(as_text=True)
    assert "High amount: ¥12,000.00" in shown
    desk.post(f"/manage/held/{held.number}/release", data={"note": "fine"})
    assert orders.whole(held.id).held_at is None
    assert signed_in(agent).get("/manage/held").status_code == 403


NOTHING = Facts(
    payable_minor=10_000, is_new_region=False, is_other_name=False, refusals=0, orders_today=1, people_with_phone=1,
    declined_attempts=0, is_first_at_door=False,
)  # fmt: skip
WEIGHTS = {reason: Weight(50, 2) for reason in Reason} | {Reason.HIGH_AMOUNT: Weight(50, 1_000_000)}


@pytest.mark.parametrize(("changes", "reason"), [
    ({"payable_minor": 1_000_000}, Reason.HIGH_AMOUNT), ({"refusals": 2}, Reason.REPEATED_REFUSALS),
    ({"is_new_region": True, "is_other_name": True}, Reason.ADDRESS_MISMATCH), ({"orders_today": 2}, Reason.MANY_ORDERS),
    ({"people_with_phone": 2}, Reason.SHARED_PHONE), ({"declined_attempts": 3}, Reason.DECLINED_PAYMENTS),
    ({"is_first_at_door": True}, Reason.FIRST_AT_DOOR),
])  # fmt: skip
def test_each_reason_speaks_for_itself(changes: dict[str, object], reason: Reason) -> None:
    facts = Facts(**{**vars(NOTHING), **changes})  # type: ignore[arg-type]
    assert [found.reason for found in rules.findings(facts, WEIGHTS)] == [reason]
    assert rules.findings(NOTHING, WEIGHTS) == []
    assert rules.findings(facts, {reason: Weight(0, 0)}) == []


def test_the_address_book_is_everybodys_own(
    customer: User, make_user: Callable[..., User], signed_in: Callable[[User], FlaskClient]
) -> None:
    mine = signed_in(customer)
    mine.post("/addresses", data=ELSEWHERE)
    mine.post("/addresses", data=ELSEWHERE | {"street": "Second Street 2"})
    first, second = db.session.scalars(select(Address.id).order_by(Address.id))
    mine.post(f"/addresses/{second}/usual")
    assert "Second Street 2" in mine.get(f"/addresses/{second}").get_data(as_text=True)
    stranger = signed_in(make_user("customer"))
    assert stranger.get(f"/addresses/{first}").status_code == 404
    assert stranger.post(f"/addresses/{first}/remove").status_code == 404
    mine.post(f"/addresses/{first}/remove")
    assert list(db.session.scalars(select(Address.id))) == [second]


def test_orders_are_found_and_taken_away(paid_order: Order, warehouse: User, signed_in: Callable[[User], FlaskClient]) -> None:
    desk = signed_in(warehouse)
    for query, found in [("q=nobody@example.com", False), ("status=paid", True), ("status=closed", False),
                         ("since=2030-01-01", False),
                         ("since=nonsense&status=nonsense", True),
                         (f"q={paid_order.number.lower()}", True), ("held=1", False)]:  # fmt: skip
        assert (paid_order.number in desk.get(f"/manage/orders?{query}").get_data(as_text=True)) is found, query
    assert paid_order.number in desk.get("/manage/orders/export").get_data(as_text=True)
    assert desk.get("/manage/orders/export?format=xlsx").data[:2] == b"PK"
    assert "Money came in" in desk.get(f"/manage/orders/{paid_order.number}").get_data(as_text=True)
    results = desk.post("/manage/orders/pick", data={"id": [paid_order.id]}).get_data(as_text=True)
    assert "Packing begins." in results
    assert orders.whole(paid_order.id).picked_at is not None


def test_reordering_says_what_is_left_out(
    order: Order,
    customer: User,
    signed_in: Callable[[User], FlaskClient],
    example_a: list,
    now: datetime,  # type: ignore[type-arg]
) -> None:
    publishing.delist(example_a[1].id, DelistReason.OTHER, now=now + timedelta(minutes=1))
    browser = signed_in(customer)
    browser.post(f"/orders/{order.number}/again")
    shown = browser.get("/cart").get_data(as_text=True)
    assert "No longer sold and left out: Stoneware Vase" in shown
    assert "Arc Desk Lamp" in shown
