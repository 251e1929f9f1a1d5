"""Goods sent in place of others: an order of their own, paid by what the first ones had cost (R11)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from kit import money
from kit.db import command, db
from kit.errors import NotFound, RuleViolation
from kit.events import publish
from storefront.cart import queries as cart
from storefront.events import OrderPlaced, PaymentCaptured
from storefront.inventory.commands import promising
from storefront.inventory.commands.promising import Promise
from storefront.orders import queries as orders
from storefront.orders.commands import lifecycle, placing
from storefront.orders.models import Order, OrderLine
from storefront.orders.queries import order_of_line
from storefront.payments.models import Payment
from storefront.payments.vocabulary import PaymentState, Tender

PROVIDER = "exchange"  # the tender of a replacement: the money already lies on the first order
_DAYS = 3


@command
def place_replacement(
    order_line_id: int, sku_id: int, quantity: int, *, reference: str, payable_minor: int | None = None, now: datetime
) -> Order:
    """Place a paid order for the replacement of units of a line, with stock reserved. It costs `payable_minor`, or what the
    replaced units had cost, so that it can itself be returned correctly. A repeat of `reference` gets the first order.

    Raises RuleViolation: not_sold, out_of_stock; NotFound."""
    first = orders.with_lines(order_of_line(order_line_id), lock=True)
    known = select(Order).where(Order.customer_id == first.customer_id, Order.idempotency_key == reference)
    earlier = db.session.scalar(known)
    if earlier is not None:
        return earlier
    line = next(line for line in first.lines if line.id == order_line_id)
    worth = money.cumulative_share(line.payable_minor, line.quantity, quantity) if payable_minor is None else payable_minor
    order = _order(first, _line(line, sku_id, quantity, worth, reference), reference, now)
    db.session.add(order)
    db.session.flush()
    _pay(order, now)
    promising.hold([Promise(order.lines[0].id, sku_id, quantity)], expires_at=None)
    lines = [order.lines[0].id]
    publish(OrderPlaced(order_id=order.id, customer_id=order.customer_id, order_line_ids=lines, at=now))
    lifecycle.mark_paid(order, now=now)
    return order


def _line(first: OrderLine, sku_id: int, quantity: int, worth: int, reference: str) -> OrderLine:
    article = cart.articles([sku_id]).get(sku_id)
    if article is None:
        raise RuleViolation("not_sold", "One of the articles is no longer sold. Remove it to go on.", sku_id=sku_id)
    if quantity < 1:
        raise NotFound("quantity", quantity)
    unit = max(article.sku.price_minor, -(-worth // quantity))
    return OrderLine(
        line_no=1, sku_id=sku_id, product_id=article.product.id, sku_no=article.sku.sku_no, name=article.product.name,
        options=article.sku.options, picture=article.product.picture, category_path=article.category_path,
        flags=article.product.flags, warranty_days=article.sku.warranty_days, quantity=quantity, unit_price_minor=unit,
        list_total_minor=unit * quantity, discount_total_minor=unit * quantity - worth, payable_minor=worth,
        tax_minor=money.tax_on(worth, first.tax_rate_bp, included=True), tax_rate_bp=first.tax_rate_bp,
        origin_case_ref=reference, origin_line_id=first.id,
    )  # fmt: skip


def _order(first: Order, line: OrderLine, reference: str, now: datetime) -> Order:
    return Order(
        number=placing.new_number(now), customer_id=first.customer_id, currency=first.currency, jurisdiction=first.jurisdiction,
        items_total_minor=line.list_total_minor, discount_total_minor=line.discount_total_minor, payable_minor=line.payable_minor,
        tax_total_minor=line.tax_minor, channel=first.channel, recipient=first.recipient, phone=first.phone,
        phone_index=first.phone_index, address=first.address, region=first.region, postcode=first.postcode, placed_at=now,
        promised_at=now + timedelta(days=_DAYS), idempotency_key=reference, lines=[line],
    )  # fmt: skip


def _pay(order: Order, now: datetime) -> None:
    payment = Payment(
        order_id=order.id, provider=PROVIDER, tender=Tender.PSP, currency=order.currency, amount_minor=order.payable_minor,
        captured_minor=order.payable_minor, status=PaymentState.CAPTURED, idempotency_key=f"order-{order.number}-1",
        created_at=now, captured_at=now,
    )  # fmt: skip
    db.session.add(payment)
    db.session.flush()
    publish(PaymentCaptured(order_id=order.id, payment_id=payment.id, amount_minor=payment.captured_minor, at=now))
