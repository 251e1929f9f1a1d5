"""Goods as the desk speaks of them, and whom a withdrawn product concerns."""

from datetime import datetime

from sqlalchemy import select

from helpdesk.shop.records import Goods
from kit.db import db
from storefront.cart.models import Cart, CartLine
from storefront.catalogue.models import Product, Sku
from storefront.inventory.models import StockLevel
from storefront.orders.models import Order, OrderLine
from storefront.orders.vocabulary import OrderStatus


def goods(product_id: int) -> Goods | None:
    """The product, or None when it is gone."""
    row = db.session.get(Product, product_id)
    if row is None:
        return None
    return Goods(id=row.id, name=row.name, slug=row.slug, note=row.delist_note)


def available(sku_id: int) -> tuple[str, int, int] | None:
    """Number, available units and threshold of an article, or None when there is no stock of it."""
    free = StockLevel.on_hand - StockLevel.allocated - StockLevel.held
    row = db.session.execute(
        select(Sku.sku_no, free, StockLevel.threshold).join(StockLevel, StockLevel.sku_id == Sku.id).where(Sku.id == sku_id)
    ).first()
    return (row[0], row[1], row[2]) if row else None


def buyers_of(product_id: int, since: datetime) -> set[int]:
    """Everybody who ordered the product since then and may have it, or is about to get it."""
    bought = select(Order.customer_id).join(OrderLine, OrderLine.order_id == Order.id)
    live = Order.placed_at >= since, Order.status != OrderStatus.CLOSED, OrderLine.quantity > OrderLine.qty_cancelled
    return set(db.session.scalars(bought.where(OrderLine.product_id == product_id, *live).distinct()))


def holders_of(product_id: int) -> set[int]:
    """Everybody with an account who has the product in the bag."""
    held = select(Cart.user_id).join(CartLine, CartLine.cart_id == Cart.id).join(Sku, Sku.id == CartLine.sku_id)
    return {user_id for user_id in db.session.scalars(held.where(Sku.product_id == product_id).distinct()) if user_id}
