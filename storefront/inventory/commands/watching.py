"""Telling the manager once when an article runs low, and again only after it had recovered."""

from datetime import datetime

from sqlalchemy import or_, select, update

from kit.db import claimed, command, db
from kit.events import publish
from storefront.catalogue.models import Sku
from storefront.events import StockLow
from storefront.inventory.models import StockLevel

_AVAILABLE = StockLevel.on_hand - StockLevel.allocated - StockLevel.held
_IS_LOW = StockLevel.threshold > 0, StockLevel.threshold >= _AVAILABLE


@command
def note_low(level_id: int, *, now: datetime) -> bool:
    """Publish StockLow for an article that is low and was not told yet. Twice is harmless."""
    untold = StockLevel.id == level_id, StockLevel.low_since.is_(None), *_IS_LOW
    if not claimed(update(StockLevel).where(*untold).values(low_since=now)):
        return False
    whole = select(StockLevel.sku_id, Sku.product_id, _AVAILABLE, StockLevel.threshold).join(Sku, Sku.id == StockLevel.sku_id)
    sku_id, product_id, available, threshold = db.session.execute(whole.where(StockLevel.id == level_id)).one()
    publish(StockLow(sku_id=sku_id, product_id=product_id, available=available, threshold=threshold, at=now))
    return True


@command
def note_recovered() -> None:
    """Forget that articles were low which have more than their threshold again."""
    fine = or_(StockLevel.threshold == 0, StockLevel.threshold < _AVAILABLE)
    recovered = update(StockLevel).where(StockLevel.low_since.is_not(None), fine).values(low_since=None)
    db.session.execute(recovered, execution_options={"synchronize_session": False})


def low_and_untold(*, limit: int = 500) -> list[int]:
    """The levels that `note_low` has work for."""
    untold = StockLevel.low_since.is_(None), *_IS_LOW
    return list(db.session.scalars(select(StockLevel.id).where(*untold).order_by(StockLevel.id).limit(limit)))
