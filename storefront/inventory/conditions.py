"""What of the catalogue can be had at once: the condition behind the filter "in stock"."""

from sqlalchemy import ColumnElement, exists, or_

from storefront.catalogue.conditions import IN_STOCK
from storefront.catalogue.models import Product, Sku
from storefront.inventory.models import StockLevel


def has_units() -> ColumnElement[bool]:
    """A product with at least one variant on sale of which something is available."""
    free = or_(StockLevel.on_hand - StockLevel.allocated - StockLevel.held > 0, StockLevel.backorder)
    return exists().where(Sku.product_id == Product.id, Sku.is_active, StockLevel.sku_id == Sku.id, free)


IN_STOCK.add("available", has_units)
