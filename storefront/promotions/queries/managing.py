"""Promotions, codes and campaigns for the people who run them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from kit.db import db
from kit.errors import NotFound
from kit.web.paging import Cursor, Page, keyset
from storefront.catalogue.models import Category, Product, Sku
from storefront.promotions.models import Campaign, Coupon, CouponUse, Promotion, PromotionUse
from storefront.promotions.rules import Item
from storefront.promotions.vocabulary import PromotionKind, PromotionState

_LIMIT = 5_000


@dataclass(frozen=True, kw_only=True)
class PromotionFilters:
    """What the list of promotions is narrowed to."""

    words: str = ""
    kind: PromotionKind | None = None
    state: PromotionState | None = None
    campaign_id: int | None = None


def _rows(filters: PromotionFilters, now: datetime) -> Select[Any]:
    """Promotions with their live uses: orders, minor units and pieces."""
    used = (
        select(
            PromotionUse.promotion_id, func.count().label("orders"), func.sum(PromotionUse.amount_minor).label("amount"),
            func.sum(PromotionUse.units).label("units"),
        )
        .where(PromotionUse.is_live).group_by(PromotionUse.promotion_id).subquery()
    )  # fmt: skip
    counted = (func.coalesce(column, 0).label(column.key) for column in (used.c.orders, used.c.amount, used.c.units))
    joined = select(Promotion, *counted).outerjoin(used, used.c.promotion_id == Promotion.id)
    return cast("Select[Any]", joined.where(*_conditions(filters, now)))


def listed(filters: PromotionFilters, cursor: str | None, *, now: datetime) -> Page[Row[Any]]:
    """One page of promotions, the newest first."""
    return keyset(
        _rows(filters, now), [Promotion.id.expression], Cursor.parse(cursor, (int,)), descending=True,
        key=lambda row: (row[0].id,), fetch=lambda bounded: list(db.session.execute(bounded)),
    )  # fmt: skip


def all_of(filters: PromotionFilters, *, now: datetime) -> Sequence[Any]:
    """What the filters leave, for a file, as `listed` has it; at most 5,000."""
    return list(db.session.execute(_rows(filters, now).order_by(Promotion.id.desc()).limit(_LIMIT)))


def one(promotion_id: int) -> Promotion:
    """Raises NotFound."""
    found = db.session.get(Promotion, promotion_id)
    if found is None:
        raise NotFound("promotion", promotion_id)
    return found


def named(promotion_ids: list[int]) -> list[Promotion]:
    return list(db.session.scalars(select(Promotion).where(Promotion.id.in_(promotion_ids)).order_by(Promotion.id)))


def campaign(campaign_id: int) -> Campaign:
    """Raises NotFound."""
    found = db.session.get(Campaign, campaign_id)
    if found is None:
        raise NotFound("campaign", campaign_id)
    return found


def campaigns() -> list[Campaign]:
    """All campaigns, the latest first."""
    return list(db.session.scalars(select(Campaign).order_by(Campaign.starts_at.desc(), Campaign.id.desc())))


def coupons(promotion_id: int, *, limit: int = 50) -> list[Row[Any]]:
    """The newest codes of a promotion with their live uses."""
    uses = select(func.count()).where(CouponUse.coupon_id == Coupon.id, CouponUse.is_live).scalar_subquery().label("uses")
    mine = select(Coupon, uses).where(Coupon.promotion_id == promotion_id)
    return list(db.session.execute(mine.order_by(Coupon.id.desc()).limit(limit)))


def sku_ids(numbers: list[str]) -> dict[str, int]:
    """The articles with these numbers; unknown ones are left out."""
    return dict(db.session.execute(select(Sku.sku_no, Sku.id).where(Sku.sku_no.in_(numbers))).all())


def sku_numbers(ids: list[int]) -> list[str]:
    return list(db.session.scalars(select(Sku.sku_no).where(Sku.id.in_(ids)).order_by(Sku.sku_no)))


def basket(wanted: dict[str, int]) -> list[Item]:
    """These articles by number and pieces, at today's prices; unknown ones are left out."""
    rows = db.session.execute(
        select(Sku.sku_no, Sku.id, Sku.price_minor, Category.path)
        .join(Product, Product.id == Sku.product_id).join(Category, Category.id == Product.category_id)
        .where(Sku.sku_no.in_(wanted)).order_by(Sku.sku_no)
    )  # fmt: skip
    return [
        Item(sku_id=sku_id, category_path=path, list_total_minor=price * wanted[number], quantity=wanted[number])
        for number, sku_id, price, path in rows
    ]


def _conditions(filters: PromotionFilters, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in filters.words.lower().split()[:8]:
        names = (func.lower(Promotion.name[language].astext) for language in ("en", "zh"))
        found.append(or_(*(name.contains(word, autoescape=True) for name in names)))
    if filters.kind is not None:
        found.append(Promotion.kind == filters.kind)
    if filters.campaign_id is not None:
        found.append(Promotion.campaign_id == filters.campaign_id)
    ended = and_(Promotion.ends_at.is_not(None), Promotion.ends_at <= now)
    states = {
        PromotionState.STOPPED: ~Promotion.is_active,
        PromotionState.PLANNED: and_(Promotion.is_active, Promotion.starts_at > now),
        PromotionState.ENDED: and_(Promotion.is_active, ended),
        PromotionState.RUNNING: and_(Promotion.is_active, Promotion.starts_at <= now, ~ended),
    }
    return [*found, states[filters.state]] if filters.state else found
