"""Which orders' points are due, and what an order's kept goods are worth."""

from datetime import datetime

from sqlalchemy import select

from kit.db import db
from storefront.orders import queries as orders
from storefront.orders.models import Order
from storefront.orders.vocabulary import AftersaleStatus, CloseReason, FulfillmentStatus, OrderStatus
from storefront.rewards import rules
from storefront.rewards.models import OrderReward
from storefront.rewards.rules import Kept


def due(now: datetime, *, limit: int = 500) -> list[int]:
    """Orders whose window ended with everything delivered and no case open."""
    ended = OrderReward.released_at.is_(None), OrderReward.release_at <= now
    quiet = Order.fulfillment_status == FulfillmentStatus.DELIVERED, Order.aftersale_status != AftersaleStatus.OPEN
    found = select(OrderReward.order_id).join(Order, Order.id == OrderReward.order_id).where(*ended, *quiet)
    return list(db.session.scalars(found.order_by(OrderReward.release_at).limit(limit)))


def points_of(order_id: int) -> int:
    """Points for what is kept of an order now; none once it is cancelled."""
    order = orders.with_lines(order_id)
    if order.status is OrderStatus.CLOSED and order.close_reason is not CloseReason.REFUNDED:
        return 0
    return rules.points_for(
        Kept(line.payable_minor, line.refunded_minor - (0 if line.tax_included else line.refunded_tax_minor))
        for line in order.lines
    )


def reward(order_id: int) -> OrderReward | None:
    """The order's points, locked."""
    return db.session.scalar(select(OrderReward).where(OrderReward.order_id == order_id).with_for_update())
