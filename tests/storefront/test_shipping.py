"""Parcels: what leaves, what arrives, what goes wrong, each told once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk import shop
from kit.db import db
from kit.errors import Conflict, RuleViolation
from kit.events import EventRecord
from storefront.inventory.models import StockLevel
from storefront.orders import queries as orders
from storefront.orders.commands import lifecycle
from storefront.orders.models import Order
from storefront.orders.vocabulary import FulfillmentStatus, OrderStatus
from storefront.shipping import queries
from storefront.shipping.carrier import Scan
from storefront.shipping.carriers.test_carrier import SCENARIOS, scans
from storefront.shipping.commands import dispatching, tracking
from storefront.shipping.models import Shipment
from storefront.shipping.vocabulary import ShipmentStatus


def told(kind: str) -> list[EventRecord]:
    return list(db.session.scalars(select(EventRecord).where(EventRecord.kind == kind)))


def seen(status: ShipmentStatus, at: datetime, key: str = "1") -> Scan:
    return Scan(event_id=key, status=status, at=at)


@pytest.fixture
def parcel(paid_order: Order, now: datetime) -> Shipment:
    return dispatching.ship(paid_order.id, "sf", "SF1", now=now, promised_at=now + timedelta(days=2))


def test_a_parcel_takes_its_goods_out_of_stock(parcel: Shipment, paid_order: Order) -> None:
    lamp = paid_order.lines[0]
    level = db.session.scalars(select(StockLevel).where(StockLevel.sku_id == lamp.sku_id)).one()
    assert (level.on_hand, level.allocated, level.held) == (98, 0, 0)
    assert orders.whole(paid_order.id).status is OrderStatus.SHIPPED


def test_an_order_may_leave_in_two_parcels(paid_order: Order, now: datetime) -> None:
    lamp, vase, napkins = (line.id for line in paid_order.lines)
    first = dispatching.ship(paid_order.id, "sf", "SF1", [(lamp, 1), (vase, 1)], now=now)
    assert orders.whole(paid_order.id).status is OrderStatus.PARTIALLY_SHIPPED
    second = dispatching.ship(paid_order.id, "zto", "ZT1", now=now)
    assert [(line.order_line_id, line.quantity) for line in queries.shipment(second.id).lines] == [(lamp, 1), (napkins, 3)]
    tracking.record_scan(first.id, seen(ShipmentStatus.DELIVERED, now + timedelta(days=1)), now=now)
    assert orders.whole(paid_order.id).status is OrderStatus.SHIPPED
    tracking.record_scan(second.id, seen(ShipmentStatus.DELIVERED, now + timedelta(days=2)), now=now)
    after = orders.whole(paid_order.id)
    assert (after.status, after.delivered_at) == (OrderStatus.DELIVERED, now + timedelta(days=2))
    assert [line.delivered_at for line in after.lines] == [now + timedelta(days=days) for days in (2, 1, 2)]


def test_more_than_was_bought_cannot_leave(paid_order: Order, now: datetime) -> None:
    vase = paid_order.lines[1].id
    with pytest.raises(RuleViolation) as refused:
        dispatching.ship(paid_order.id, "sf", "SF1", [(vase, 2)], now=now)
    assert refused.value.code == "over_quantity"


def test_an_unpaid_order_cannot_leave(make_order: Callable[..., Order], now: datetime) -> None:
    unpaid = make_order(state="placed")
    with pytest.raises(RuleViolation) as refused:
        dispatching.ship(unpaid.id, "sf", "SF1", now=now)
    assert refused.value.code == "not_shippable"


def test_a_tracking_number_belongs_to_one_parcel(parcel: Shipment, make_order: Callable[..., Order], now: datetime) -> None:
    other = make_order(state="paid")
    with pytest.raises(Conflict):
        dispatching.ship(other.id, "sf", "SF1", now=now)


def test_delivery_starts_the_window_of_each_line_once(parcel: Shipment, paid_order: Order, now: datetime) -> None:
    at = now + timedelta(days=1)
    delivered = seen(ShipmentStatus.DELIVERED, at)
    assert tracking.record_scan(parcel.id, delivered, now=at) is True
    assert tracking.record_scan(parcel.id, delivered, now=at) is False
    tracking.record_scan(parcel.id, seen(ShipmentStatus.DELIVERED, at + timedelta(days=1), "2"), now=at)
    after = orders.whole(paid_order.id)
    assert {line.delivered_at for line in after.lines} == {at}
    assert [line.qty_delivered for line in after.lines] == [2, 1, 3]
    assert after.fulfillment_status is FulfillmentStatus.DELIVERED
    assert len(told("ShipmentDelivered")) == 1


def test_a_scan_that_comes_late_moves_nothing_back(parcel: Shipment, now: datetime) -> None:
    tracking.record_scan(parcel.id, seen(ShipmentStatus.OUT_FOR_DELIVERY, now + timedelta(hours=9), "b"), now=now)
    tracking.record_scan(parcel.id, seen(ShipmentStatus.IN_TRANSIT, now + timedelta(hours=3), "a"), now=now)
    assert queries.shipment(parcel.id).status is ShipmentStatus.OUT_FOR_DELIVERY


@pytest.mark.parametrize("scenario", sorted(SCENARIOS))
def test_every_scenario_of_the_test_carrier_tells_its_exception_once(parcel: Shipment, now: datetime, scenario: str) -> None:
    for _ in range(2):
        for scan in scans(scenario, now):
            tracking.record_scan(parcel.id, scan, now=scan.at)
    expected = [] if scenario in {"delivered", "on_the_way"} else [scenario]
    assert [record.particulars["kind"] for record in told("DeliveryException")] == expected


def test_a_late_parcel_is_told_once(parcel: Shipment, now: datetime) -> None:
    assert queries.late(now + timedelta(days=1)) == []
    late = now + timedelta(days=3)
    assert queries.late(late) == [parcel.id]
    assert [tracking.note_late(parcel.id, now=late) for _ in range(2)] == [True, False]
    assert queries.late(late) == []
    assert [record.particulars["kind"] for record in told("DeliveryException")] == ["late"]


def test_a_lost_parcel_may_still_arrive(parcel: Shipment, now: datetime) -> None:
    tracking.record_scan(parcel.id, seen(ShipmentStatus.LOST, now + timedelta(days=1), "a"), now=now)
    tracking.record_scan(parcel.id, seen(ShipmentStatus.DELIVERED, now + timedelta(days=2), "b"), now=now)
    assert queries.shipment(parcel.id).status is ShipmentStatus.DELIVERED


def test_the_clock_confirms_a_delivered_order(order: Order, now: datetime) -> None:
    due = orders.whole(order.id).confirm_at
    assert due is not None
    assert orders.due_to_confirm(due - timedelta(seconds=1)) == []
    assert lifecycle.complete(order.id, due_by=due, now=due) is True
    assert lifecycle.complete(order.id, actor_id=order.customer_id, now=due) is False
    assert orders.whole(order.id).status is OrderStatus.COMPLETED


def test_an_open_request_stops_the_confirm_clock(order: Order, now: datetime) -> None:
    line_id, due = order.lines[0].id, orders.whole(order.id).confirm_at
    assert shop.hold_quantity(line_id, 1, now=now)
    held = orders.whole(order.id)
    assert (held.confirm_at, held.aftersale_status) == (None, "open")
    assert lifecycle.complete(order.id, now=now) is False
    later = now + timedelta(days=30)
    shop.release_quantity(line_id, 1, now=later)
    again = orders.whole(order.id).confirm_at
    assert due is not None
    assert again is not None
    assert again - later == due - now


def test_a_return_parcel_is_followed_for_its_case(order: Order, now: datetime) -> None:
    line_id = order.lines[0].id
    shipment_id = shop.announce_return(order.id, "R-1", "sf", "BACK1", [(line_id, 1)], now=now)
    assert shop.announce_return(order.id, "R-1", "sf", "BACK1", [(line_id, 1)], now=now) == shipment_id
    with pytest.raises(Conflict):
        shop.announce_return(order.id, "R-2", "sf", "BACK1", [(line_id, 1)], now=now)
    tracking.record_scan(shipment_id, seen(ShipmentStatus.DELIVERED, now + timedelta(days=1)), now=now)
    assert [record.particulars["case_ref"] for record in told("ReturnParcelMoved")] == ["R-1"]
    assert orders.whole(order.id).lines[0].qty_delivered == 2
