"""Past orders written as whole rows: what the commands would have left behind, for histories too long to be played.

Every sum and ledger holds: tenders pay the order, stock is the sum of its movements, the lines know what arrived."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from kit import profile
from kit.accounts.rules import normal_phone
from kit.db import command, db
from kit.encryption import blind_index
from kit.money import tax_on
from storefront.cart.models import DeliveryMethod
from storefront.catalogue.models import Product, Sku
from storefront.inventory import rules as stock
from storefront.inventory.models import StockHold, StockMovement
from storefront.inventory.vocabulary import HoldStatus, MovementKind
from storefront.orders.commands.placing import Recipient, new_number
from storefront.orders.models import Order, OrderLine, OrderShipping
from storefront.orders.vocabulary import (
    CONFIRM_AFTER_DELIVERY,
    CONFIRM_AFTER_SHIPPING,
    Channel,
    FulfillmentStatus,
    OrderStatus,
    PaymentStatus,
)
from storefront.payments.models import Payment
from storefront.payments.vocabulary import PaymentState, Tender
from storefront.shipping.carrier import Scan
from storefront.shipping.models import Shipment, ShipmentLine, TrackingEvent
from storefront.shipping.vocabulary import ShipmentStatus

PAID_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Past:
    """An order as it went. `goods` are (product, article, quantity); without `shipped_at` it is paid and waits."""

    customer_id: int
    recipient: Recipient
    goods: Sequence[tuple[Product, Sku, int]]
    category_paths: dict[int, str]
    delivery: DeliveryMethod
    channel: Channel
    note: str
    placed_at: datetime
    shipped_at: datetime | None
    carrier: str
    tracking: str
    scans: Sequence[Scan]
    completed_at: datetime | None

    @property
    def delivered_at(self) -> datetime | None:
        return next((scan.at for scan in self.scans if scan.status is ShipmentStatus.DELIVERED), None)


@command
def write(pasts: Sequence[Past]) -> list[Order]:
    """Write these orders with their lines, payments, parcels and stock movements."""
    orders = [_order(past) for past in pasts]
    db.session.add_all(orders)
    db.session.flush()
    pairs = list(zip(pasts, orders, strict=True))
    by_id = {order.id: order for order in orders}
    db.session.add_all(_payment(order) for order in orders)
    parcels = {order.id: _parcel(past, order) for past, order in pairs if past.shipped_at}
    db.session.add_all(parcels.values())
    db.session.flush()
    db.session.execute(
        insert(ShipmentLine), [row for parcel in parcels.values() for row in _contents(parcel, by_id[parcel.order_id])]
    )
    scans = [_scan(parcels[order.id], scan) for past, order in pairs if order.id in parcels for scan in past.scans]
    db.session.execute(insert(TrackingEvent), scans)
    db.session.execute(insert(StockHold), [row for _, order in pairs for row in _holds(order, parcels.get(order.id))])
    moved = [row for past, order in pairs for row in _movements(past, order, parcels.get(order.id))]
    db.session.execute(insert(StockMovement), moved)
    _follow(orders)
    return orders


def _order(past: Past) -> Order:
    lines = [_line(place, past, *unit) for place, unit in enumerate(past.goods, start=1)]
    goods = sum(line.payable_minor for line in lines)
    method = past.delivery
    is_free = method.free_from_minor is not None and goods >= method.free_from_minor
    freight = 0 if is_free else method.price_minor
    status, fulfilled = _statuses(past)
    phone = normal_phone(past.recipient.phone)
    confirm_from = past.delivered_at or past.shipped_at
    wait = CONFIRM_AFTER_DELIVERY if past.delivered_at else CONFIRM_AFTER_SHIPPING
    return Order(
        number=new_number(past.placed_at), customer_id=past.customer_id, status=status, payment_status=PaymentStatus.PAID,
        fulfillment_status=fulfilled, currency=past.goods[0][1].currency, items_total_minor=goods, shipping_minor=freight,
        tax_total_minor=sum(line.tax_minor for line in lines), payable_minor=goods + freight,
        jurisdiction=profile.current().jurisdiction, channel=past.channel, recipient=past.recipient.name, phone=phone or None,
        phone_index=blind_index(phone) if phone else None, address=past.recipient.address, region=past.recipient.region,
        postcode=past.recipient.postcode, note=past.note, placed_at=past.placed_at, paid_at=past.placed_at + PAID_AFTER,
        picked_at=past.shipped_at, shipped_at=past.shipped_at, delivered_at=past.delivered_at, completed_at=past.completed_at,
        promised_at=past.placed_at + timedelta(days=method.days + 2),
        confirm_at=confirm_from + wait if confirm_from and not past.completed_at else None, lines=lines,
        shippings=[
            OrderShipping(
                method=method.key, name=method.name, carrier=past.carrier, payable_minor=freight,
                waived_minor=method.price_minor - freight,
            )
        ],
    )  # fmt: skip


def _statuses(past: Past) -> tuple[OrderStatus, FulfillmentStatus]:
    if past.shipped_at is None:
        return OrderStatus.PAID, FulfillmentStatus.UNFULFILLED
    if past.delivered_at is None:
        return OrderStatus.SHIPPED, FulfillmentStatus.SHIPPED
    return OrderStatus.COMPLETED if past.completed_at else OrderStatus.DELIVERED, FulfillmentStatus.DELIVERED


def _line(place: int, past: Past, product: Product, sku: Sku, quantity: int) -> OrderLine:
    total = sku.price_minor * quantity
    return OrderLine(
        line_no=place, sku_id=sku.id, product_id=product.id, sku_no=sku.sku_no, name=product.name, options=sku.options,
        picture=product.picture, category_path=past.category_paths[product.category_id], flags=product.flags,
        warranty_days=sku.warranty_days, quantity=quantity, unit_price_minor=sku.price_minor, list_total_minor=total,
        payable_minor=total, tax_minor=tax_on(total, sku.tax_rate_bp, included=True), tax_rate_bp=sku.tax_rate_bp,
        qty_shipped=quantity if past.shipped_at else 0, qty_delivered=quantity if past.delivered_at else 0,
        delivered_at=past.delivered_at,
    )  # fmt: skip


def _payment(order: Order) -> Payment:
    return Payment(
        order_id=order.id, provider="test_wallet", tender=Tender.PSP, currency=order.currency, amount_minor=order.payable_minor,
        captured_minor=order.payable_minor, status=PaymentState.CAPTURED, provider_ref=f"seed-{order.number}",
        idempotency_key=f"order-{order.number}-1", created_at=order.placed_at, captured_at=order.paid_at,
    )  # fmt: skip


def _parcel(past: Past, order: Order) -> Shipment:
    last = past.scans[-1] if past.scans else None
    return Shipment(
        order_id=order.id, carrier=past.carrier, tracking=past.tracking, status=last.status if last else ShipmentStatus.HANDED_OVER,
        created_at=past.shipped_at, shipped_at=past.shipped_at, promised_at=order.promised_at, delivered_at=past.delivered_at,
        last_event_at=last.at if last else past.shipped_at,
    )  # fmt: skip


def _contents(parcel: Shipment, order: Order) -> list[dict[str, Any]]:
    return [{"shipment_id": parcel.id, "order_line_id": line.id, "quantity": line.quantity} for line in order.lines]


def _scan(parcel: Shipment, scan: Scan) -> dict[str, Any]:
    return {
        "shipment_id": parcel.id,
        "carrier_event_id": scan.event_id,
        "status": scan.status,
        "text": scan.text,
        "place": scan.place,
        "at": scan.at,
        "received_at": scan.at + timedelta(seconds=5),
    }


def _holds(order: Order, parcel: Shipment | None) -> list[dict[str, Any]]:
    status = HoldStatus.SHIPPED if parcel else HoldStatus.ALLOCATED
    return [
        {"order_line_id": line.id, "sku_id": line.sku_id, "quantity": 0 if parcel else line.quantity, "status": status}
        for line in order.lines
    ]


def _movements(past: Past, order: Order, parcel: Shipment | None) -> list[dict[str, Any]]:
    """Reserved when it was paid, gone when it was sent."""
    rows = [_movement(line, MovementKind.ALLOCATED, f"line:{line.id}", past.placed_at + PAID_AFTER) for line in order.lines]
    if parcel and past.shipped_at:
        sent = past.shipped_at
        rows += [_movement(line, MovementKind.SHIPPED, f"shipment:{parcel.id}:{line.id}", sent) for line in order.lines]
    return rows


def _movement(line: OrderLine, kind: MovementKind, reference: str, at: datetime) -> dict[str, Any]:
    moved = stock.changes(kind, line.quantity)
    return {
        "sku_id": line.sku_id,
        "kind": kind,
        "quantity": line.quantity,
        "reference": reference,
        "at": at,
        "on_hand_change": moved.get("on_hand", 0),
        "allocated_change": moved.get("allocated", 0),
    }


def _follow(orders: Sequence[Order]) -> None:
    """Bring what is derived from orders up to date: how often a product was sold. The stock follows its movements by itself."""
    sold: Counter[int] = Counter()
    for line in (line for order in orders for line in order.lines):
        sold[line.product_id or 0] += line.quantity
    for product_id, units in sold.items():
        db.session.execute(update(Product).where(Product.id == product_id).values(sold_count=Product.sold_count + units))
