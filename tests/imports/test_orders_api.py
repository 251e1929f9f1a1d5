"""Orders over the REST API: taken over from an outside core once, followed, and read by whom they concern."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kit.accounts import commands as accounts
from kit.accounts.models import User
from kit.db import db
from kit.events import EventRecord
from storefront.orders.models import Order, OrderLine

OUTSIDE: dict[str, Any] = {
    "status": "shipped", "currency": "CNY", "placed_at": "2026-05-10T20:31:00+08:00", "paid_at": "2026-05-10T20:32:00+08:00",
    "shipped_at": "2026-05-11T10:00:00+08:00", "customer": {"id": "C-1", "name": "Li Na", "email": "lina@example.com"},
    "recipient": {"name": "Li Na", "phone": "13912345520", "region": "Shanghai", "street": "88 Hengshan Road"},
    "items": [{"sku": "KT-1", "name": {"en": "Kettle", "zh": "手冲壶"}, "quantity": 2, "unit_price_minor": 45_900}],
    "payments": [{"method": "wechat", "amount_minor": 92_300}], "shipping_minor": 1_000, "discount_minor": 500,
    "carrier": "sf", "tracking": "SF9001",
}  # fmt: skip


@pytest.fixture
def call(client: FlaskClient, manager: User, now: datetime) -> Callable[..., Any]:
    """call("PUT", "EXT-1", {…}, person=…): a request with that person's token."""

    def make(method: str, number: str, body: object = None, *, person: User = manager, **headers: str) -> Any:
        token = accounts.create_token(person, ["orders:read", "orders:write"], now=now)
        known = {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return client.open(f"/api/v1/orders/{number}", method=method, json=body, headers=known)

    return make


def test_an_outside_order_is_taken_over_once_and_followed(call: Callable[..., Any]) -> None:
    first = call("PUT", "EXT-1", OUTSIDE)
    assert (first.status_code, first.json["payable_minor"], first.json["payment_status"]) == (201, 92_300, "paid")
    assert call("PUT", "EXT-1", OUTSIDE).status_code == 200
    assert call("PUT", "EXT-1", OUTSIDE | {"status": "delivered", "delivered_at": "2026-05-13T02:00:00Z"}).status_code == 200
    shown = call("GET", "EXT-1").json
    assert (shown["status"], shown["delivered_at"]) == ("delivered", "2026-05-13T02:00:00Z")
    assert [(line["quantity"], line["qty_delivered"], line["discount_total_minor"]) for line in shown["lines"]] == [(2, 2, 500)]
    assert shown["shipments"][0]["tracking"] == "SF9001"
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Order, OrderLine)]
    assert counts == [1, 1]
    assert db.session.scalar(select(EventRecord.id).where(EventRecord.kind == "OrderPlaced")) is None


def test_our_own_orders_are_not_overwritten(call: Callable[..., Any], order: Order) -> None:
    assert call("PUT", order.number, OUTSIDE).status_code == 409
    assert call("GET", order.number.lower()).json["payable_minor"] == order.payable_minor


def test_a_stale_change_is_refused(call: Callable[..., Any]) -> None:
    tag = call("PUT", "EXT-1", OUTSIDE).headers["ETag"]
    assert call("PUT", "EXT-1", OUTSIDE | {"shipping_minor": 0}, If_Match='"99"').status_code == 412
    assert call("PUT", "EXT-1", OUTSIDE | {"shipping_minor": 0}, If_Match=tag).status_code == 200


@pytest.mark.parametrize("changes", [
    {"status": "eaten"}, {"currency": "yuan"}, {"placed_at": "2026-05-10T20:31:00"}, {"placed_at": "yesterday"},
    {"shipping_minor": -1}, {"shipping_minor": 1.5}, {"discount_minor": 99_999_999}, {"items": [{"sku": "X"}]},
    {"surprise": 1}, {"items": "none"},
    {"items": [{**OUTSIDE["items"][0], "quantity": 0}]}, {"items": [{**OUTSIDE["items"][0], "quantity": "NaN"}]},
])  # fmt: skip
def test_a_document_that_is_wrong_changes_nothing(call: Callable[..., Any], changes: dict[str, Any]) -> None:
    assert call("PUT", "EXT-1", OUTSIDE | changes).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0


def test_customers_see_their_own_orders_only(
    call: Callable[..., Any], order: Order, customer: User, make_user: Callable[..., User]
) -> None:
    assert call("GET", order.number, person=customer).json["number"] == order.number
    assert call("GET", order.number, person=make_user("customer")).status_code == 404
    assert call("PUT", "EXT-1", OUTSIDE, person=customer).status_code == 403


def test_without_a_token_there_is_nothing(client: FlaskClient, order: Order) -> None:
    assert client.get(f"/api/v1/orders/{order.number}").status_code == 401
