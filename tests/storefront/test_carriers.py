"""Carriers telling us of scans, asked or by themselves; several parcels; what the warehouse and managers do."""

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
from storefront.orders import queries as orders
from storefront.orders.commands import changing
from storefront.orders.models import Order
from storefront.shipping import queries
from storefront.shipping.carrier import SIGNATURE, sign
from storefront.shipping.carriers.test_carrier import TestCarrier, scan_secret
from storefront.shipping.commands import carriers, dispatching, tracking
from storefront.shipping.models import Shipment, TrackingEvent
from storefront.shipping.vocabulary import ShipmentStatus


@pytest.fixture
def parcel(paid_order: Order, now: datetime) -> Shipment:
    return dispatching.ship(paid_order.id, "test_carrier", "LOST-1", now=now)


def told(event_id: str = "s1", **changes: object) -> bytes:
    seen = {"id": event_id, "status": "in_transit", "at": "2026-05-14T15:00:00+08:00", "text": "Left the hub", "place": "Hangzhou"}
    return json.dumps({"events": [seen | changes]}).encode()


def post(client: FlaskClient, body: bytes, *, carrier: str = "test_carrier", number: str = "LOST-1", key: str | None = None) -> int:
    headers = {SIGNATURE: sign(body, scan_secret() if key is None else key)}
    return client.post(f"/api/v1/shipments/{carrier}/{number}/events", data=body, headers=headers).status_code


def scans() -> int:
    return db.session.scalar(select(func.count()).select_from(TrackingEvent)) or 0


def test_a_scan_counts_once_however_often_it_comes(client: FlaskClient, parcel: Shipment) -> None:
    assert [post(client, told()) for _ in range(3)] == [200, 200, 200]
    assert scans() == 1
    assert queries.shipment(parcel.id).status is ShipmentStatus.IN_TRANSIT


@pytest.mark.parametrize(("body", "status"), [
    (b"no json", 400), (b"{}", 400), (b"[]", 400), (b'{"events": 3}', 400), (told(status="eaten"), 400),
    (told(at="yesterday"), 400), (told(at="2026-05-14T15:00:00"), 400), (json.dumps({"events": [{}] * 201}).encode(), 400),
])  # fmt: skip
def test_a_body_that_is_none_is_refused(client: FlaskClient, parcel: Shipment, body: bytes, status: int) -> None:
    assert post(client, body) == status
    assert scans() == 0


def test_scans_need_the_carriers_signature(client: FlaskClient, parcel: Shipment) -> None:
    assert post(client, told(), key="guessed") == 401
    assert client.post("/api/v1/shipments/test_carrier/LOST-1/events", data=told()).status_code == 401
    assert post(client, told(), carrier="sf", key="") == 401
    assert scans() == 0


def test_a_renewed_secret_replaces_the_old_one(client: FlaskClient, paid_order: Order, now: datetime) -> None:
    dispatching.ship(paid_order.id, "sf", "SF100", now=now)
    first, second = carriers.renew_secret("sf"), carriers.renew_secret("sf")
    assert [post(client, told(), carrier="sf", number="SF100", key=key) for key in (first, second)] == [401, 200]


@pytest.mark.parametrize(("carrier", "number"), [("nobody", "LOST-1"), ("test_carrier", "OTHER-1")])
def test_unknown_parcels_are_not_there(client: FlaskClient, parcel: Shipment, carrier: str, number: str) -> None:
    assert post(client, told(), carrier=carrier, number=number) == 404


def test_an_exception_is_told_once_by_webhook_and_by_asking(client: FlaskClient, parcel: Shipment, now: datetime) -> None:
    later = now + timedelta(days=5)
    assert [row.id for row in queries.to_ask(["test_carrier"], later)] == [parcel.id]
    for _ in range(2):
        for scan in TestCarrier().ask("LOST-1", shipped_at=now, now=later):
            tracking.record_scan(parcel.id, scan, now=later)
    post(client, told("other", status="lost", at=(now + timedelta(days=4)).isoformat()))
    kinds = select(EventRecord.particulars["kind"].astext).where(EventRecord.kind == "DeliveryException")
    assert list(db.session.scalars(kinds)) == ["lost"]


def test_a_parcel_is_asked_for_by_one_worker_at_a_time(parcel: Shipment, now: datetime) -> None:
    assert [tracking.begin_asking(parcel.id, None, now=now) for _ in range(2)] == [True, False]
    assert queries.to_ask(["test_carrier"], now + timedelta(minutes=29)) == []
    assert len(queries.to_ask(["test_carrier"], now + timedelta(minutes=30))) == 1


def test_the_warehouse_sends_a_part_and_then_the_rest(
    paid_order: Order, warehouse: User, signed_in: Callable[[User], FlaskClient]
) -> None:
    desk, lamp = signed_in(warehouse), paid_order.lines[0]
    assert "In this parcel" in desk.get(f"/manage/parcels/orders/{paid_order.number}").get_data(as_text=True)
    chosen = {f"line-{line.id}": "0" for line in paid_order.lines} | {f"line-{lamp.id}": "1", "carrier": "sf", "tracking": "SF-A1"}
    assert desk.post(f"/manage/parcels/orders/{paid_order.number}", data=chosen).status_code == 303
    desk.post(f"/manage/parcels/orders/{paid_order.number}", data={"carrier": "zto", "tracking": "ZT-B1"})
    packed = [[line.quantity for line in parcel.lines] for parcel in queries.shipments_of(paid_order.id)]
    assert packed == [[1], [1, 1, 3]]


@pytest.mark.parametrize("chosen", ["-1", "1e9", "９９９", "abc", "", "NaN"])
def test_nonsense_in_a_parcel_sends_nothing(
    paid_order: Order, warehouse: User, signed_in: Callable[[User], FlaskClient], chosen: str
) -> None:
    body = {f"line-{paid_order.lines[0].id}": chosen, "carrier": "sf", "tracking": "SF-A1"}
    assert signed_in(warehouse).post(f"/manage/parcels/orders/{paid_order.number}", data=body).status_code == 422
    assert queries.shipments_of(paid_order.id) == []


def test_a_carrier_not_offered_is_not_chosen(
    paid_order: Order, manager: User, warehouse: User, signed_in: Callable[[User], FlaskClient]
) -> None:
    assert signed_in(manager).post("/manage/carriers/sf", data={"active": "0"}).status_code == 303
    assert signed_in(warehouse).get("/manage/carriers").status_code == 403
    signed_in(warehouse).post(f"/manage/parcels/orders/{paid_order.number}", data={"carrier": "sf", "tracking": "SF-A1"})
    assert queries.shipments_of(paid_order.id) == []


def test_a_secret_is_shown_once(manager: User, signed_in: Callable[[User], FlaskClient]) -> None:
    desk = signed_in(manager)
    renewed = desk.post("/manage/carriers/zto/secret").get_data(as_text=True)
    secret = queries.secret_of("zto")
    assert secret in renewed
    assert secret not in desk.get("/manage/carriers").get_data(as_text=True)


def test_picking_begins_once_and_only_for_orders_to_send(
    paid_order: Order, make_order: Callable[..., Order], now: datetime
) -> None:
    assert [changing.start_picking(paid_order.id, actor_id=None, now=now) for _ in range(2)] == [True, False]
    assert orders.whole(paid_order.id).picked_at == now
    with pytest.raises(RuleViolation) as refused:
        changing.start_picking(make_order(state="placed").id, actor_id=None, now=now)
    assert refused.value.code == "not_shippable"
