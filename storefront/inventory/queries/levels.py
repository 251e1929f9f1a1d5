"""How much of an article there is: for the shop, for the list of stock, and what moved."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import aliased

from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound
from kit.web.paging import Cursor, Page, keyset
from storefront.catalogue.models import Category, Product, Sku
from storefront.inventory.models import StockLevel, StockMovement
from storefront.inventory.vocabulary import MAIN, StockState


@dataclass(frozen=True)
class StockFilters:
    """What the list of stock is narrowed to; `path` is a shelf and what lies below it."""

    words: str = ""
    state: StockState | None = None
    path: str = ""


def _counter(name: str) -> ColumnElement[int]:
    return func.coalesce(getattr(StockLevel, name), 0).label(name)


ON_HAND, ALLOCATED, HELD, QUARANTINE, THRESHOLD = (
    _counter(name) for name in ("on_hand", "allocated", "held", "quarantine", "threshold")
)
AVAILABLE = (
    func.coalesce(StockLevel.on_hand, 0) - func.coalesce(StockLevel.allocated, 0) - func.coalesce(StockLevel.held, 0)
).label("available")


def available(sku_ids: Collection[int]) -> dict[int, int]:
    """Units of each article that can still be promised; articles without stock are 0, back-orderable ones 99."""
    place = StockLevel.sku_id.in_(sku_ids), StockLevel.location == MAIN
    levels = db.session.scalars(select(StockLevel).where(*place))
    found = {level.sku_id: max(level.available, 99) if level.backorder else level.available for level in levels}
    return {sku_id: max(found.get(sku_id, 0), 0) for sku_id in sku_ids}


def rows() -> Select[Any]:
    """Every article with its product and counters, as plain rows."""
    return (
        select(
            Sku.id, Sku.sku_no, Sku.options, Sku.price_minor, Sku.currency, Sku.is_active, Product.id.label("product_id"),
            Product.name, Product.picture, Product.status, ON_HAND, ALLOCATED, HELD, QUARANTINE, THRESHOLD, AVAILABLE,
            func.coalesce(StockLevel.refurb, 0).label("refurb"), func.coalesce(StockLevel.scrap_total, 0).label("scrapped"),
            StockLevel.low_since,
        )
        .join(Product, Product.id == Sku.product_id)
        .outerjoin(StockLevel, and_(StockLevel.sku_id == Sku.id, StockLevel.location == MAIN))
    )  # fmt: skip


def listed(filters: StockFilters, cursor: str | None) -> Page[Row[Any]]:
    """One page of articles by number."""
    return keyset(
        rows().where(*conditions(filters)), [Sku.sku_no, Sku.id], Cursor.parse(cursor, (str, int)), descending=False,  # type: ignore[list-item]
        key=lambda row: (row.sku_no, row.id), fetch=lambda bounded: list(db.session.execute(bounded)),
    )  # fmt: skip


def all_of(filters: StockFilters) -> list[Row[Any]]:
    """Every article that the filters leave, for a file."""
    return list(db.session.execute(rows().where(*conditions(filters)).order_by(Sku.sku_no, Sku.id)))


def one(sku_id: int) -> Row[Any]:
    """One article with its counters. Raises NotFound."""
    found = db.session.execute(rows().where(Sku.id == sku_id)).first()
    if found is None:
        raise NotFound("article", sku_id)
    return found


def sku_id_of(sku_no: str) -> int:
    """Raises NotFound."""
    found = db.session.scalar(select(Sku.id).where(Sku.sku_no == sku_no))
    if found is None:
        raise NotFound("article", sku_no)
    return found


def numbers(sku_ids: Collection[int]) -> dict[int, str]:
    """What these articles are called in lists."""
    return dict(db.session.execute(select(Sku.id, Sku.sku_no).where(Sku.id.in_(sku_ids))).all())


def movements(sku_id: int, cursor: str | None) -> Page[Row[Any]]:
    """What moved of an article and who did it, the newest first."""
    who = aliased(User)
    moved = select(StockMovement, who.name.label("by")).outerjoin(who, who.id == StockMovement.actor_id)
    return keyset(
        cast("Select[Any]", moved.where(StockMovement.sku_id == sku_id)), [StockMovement.id.expression],
        Cursor.parse(cursor, (int,)), descending=True,
        rows=20, key=lambda row: (row[0].id,), fetch=lambda bounded: list(db.session.execute(bounded)),
    )  # fmt: skip


def how_many(state: StockState) -> int:
    """How many articles are in a state."""
    return db.session.scalar(select(func.count()).select_from(rows().where(*conditions(StockFilters(state=state))).subquery())) or 0


def conditions(filters: StockFilters) -> list[ColumnElement[bool]]:
    """The filters as SQL; articles taken out of the range count only while something of them is there."""
    found: list[ColumnElement[bool]] = [Sku.is_active | (func.coalesce(StockLevel.on_hand, 0) > 0)]
    for word in filters.words.lower().split()[:8]:
        found.append(Product.search_text.contains(word, autoescape=True) | func.lower(Sku.sku_no).contains(word, autoescape=True))
    if filters.path:
        below = Category.path.startswith(f"{filters.path}/", autoescape=True)
        found.append(Product.category_id.in_(select(Category.id).where((Category.path == filters.path) | below)))
    if filters.state is not None:
        found.append(_STATES[filters.state])
    return found


_STATES: dict[StockState, ColumnElement[bool]] = {
    StockState.LOW: and_(
        StockLevel.threshold > 0, StockLevel.on_hand - StockLevel.allocated - StockLevel.held <= StockLevel.threshold
    ),
    StockState.OUT: and_(
        Sku.is_active,
        func.coalesce(StockLevel.on_hand, 0) - func.coalesce(StockLevel.allocated, 0) - func.coalesce(StockLevel.held, 0) <= 0,
    ),
    StockState.QUARANTINE: StockLevel.quarantine > 0,
}
