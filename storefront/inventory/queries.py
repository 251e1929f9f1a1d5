"""How much of an article there is."""

from collections.abc import Collection

from sqlalchemy import select

from kit.db import db
from storefront.inventory.models import StockLevel
from storefront.inventory.vocabulary import MAIN


def available(sku_ids: Collection[int]) -> dict[int, int]:
    """Units of each article that can still be promised; articles without stock are 0, back-orderable ones 99."""
    place = StockLevel.sku_id.in_(sku_ids), StockLevel.location == MAIN
    levels = db.session.scalars(select(StockLevel).where(*place))
    found = {level.sku_id: max(level.available, 99) if level.backorder else level.available for level in levels}
    return {sku_id: max(found.get(sku_id, 0), 0) for sku_id in sku_ids}
