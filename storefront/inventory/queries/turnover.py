"""How fast stock turns over: days of cover at the pace of the last month, and what lies too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select

from kit.db import db
from storefront.catalogue.models import Sku
from storefront.inventory import rules
from storefront.inventory.models import StockLevel, StockMovement
from storefront.inventory.queries.levels import AVAILABLE, rows
from storefront.inventory.vocabulary import AMPLE_DAYS, COVER_DAYS, IDLE_DAYS, MovementKind

SHOWN = 50


@dataclass(frozen=True)
class Turnover:
    """One article: `row` of the list of stock, units sent in the last `COVER_DAYS`, days of cover (None: nothing was sent), units
    to order for as long again, and the shop price of what lies there in minor units."""

    row: Row[Any]
    sent: int
    last_sent_at: datetime | None
    cover_days: int | None
    to_order: int
    tied_up_minor: int


def soon_out(now: datetime) -> list[Turnover]:
    """Articles that sell, those with the least cover first."""
    sold, sent = _with_pace(now)
    pressing = sent.c.sent * COVER_DAYS > AVAILABLE * COVER_DAYS
    return [
        _turnover(row)
        for row in db.session.execute(sold.where(sent.c.sent > 0, pressing).order_by(AVAILABLE * 1.0 / sent.c.sent).limit(SHOWN))
    ]


def slow_movers(now: datetime) -> list[Turnover]:
    """Articles of which nothing was sent for `IDLE_DAYS` or whose cover is more than `AMPLE_DAYS`, the dearest first."""
    sold, sent = _with_pace(now)
    idle = sent.c.last_at.is_(None) | (func.coalesce(sent.c.sent, 0) * AMPLE_DAYS < AVAILABLE * COVER_DAYS)
    tied_up = StockLevel.on_hand * Sku.price_minor
    return [
        _turnover(row)
        for row in db.session.execute(sold.where(StockLevel.on_hand > 0, idle).order_by(tied_up.desc(), Sku.id).limit(SHOWN))
    ]


def everything(now: datetime) -> list[Turnover]:
    """All articles by number, for a file."""
    sold, _ = _with_pace(now)
    return [_turnover(row) for row in db.session.execute(sold.order_by(Sku.sku_no))]


def _with_pace(now: datetime) -> tuple[Select[Any], Any]:
    recent = StockMovement.at >= now - timedelta(days=COVER_DAYS)
    sent = (
        select(
            StockMovement.sku_id,
            func.coalesce(func.sum(StockMovement.quantity).filter(recent), 0).label("sent"),
            func.max(StockMovement.at).label("last_at"),
        )
        .where(StockMovement.kind == MovementKind.SHIPPED, StockMovement.at >= now - timedelta(days=IDLE_DAYS))
        .group_by(StockMovement.sku_id)
        .subquery()
    )
    sold = rows().outerjoin(sent, sent.c.sku_id == Sku.id).where(Sku.is_active)
    return sold.add_columns(func.coalesce(sent.c.sent, 0).label("sent"), sent.c.last_at), sent


def _turnover(row: Row[Any]) -> Turnover:
    sent = int(row.sent)
    return Turnover(
        row, sent, row.last_at, rules.cover_days(max(row.available, 0), sent, COVER_DAYS),
        rules.to_order(row.available, sent, COVER_DAYS), row.on_hand * row.price_minor,
    )  # fmt: skip
