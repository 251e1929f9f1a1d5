"""Finding products and shelves for the shop's own people: in every state, with their history."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.sql.expression import cast as sql_cast

from kit.accounts.models import User
from kit.db import db
from kit.errors import NotFound
from kit.terms import as_query
from kit.web.paging import Cursor, Page, keyset
from storefront.catalogue.models import CatalogueChange, Category, Product, Sku, Tag
from storefront.catalogue.vocabulary import ProductStatus


@dataclass(frozen=True)
class ProductFilters:
    """What the list of products is narrowed to; `path` is a shelf and what lies below it."""

    words: str = ""
    status: ProductStatus | None = None
    path: str = ""


def listed(filters: ProductFilters, cursor: str | None) -> Page[Product]:
    """One page of products with shelf and variants, the newest first."""
    return keyset(
        _all(filters), [Product.id.expression], Cursor.parse(cursor, (int,)), descending=True, key=lambda row: (row.id,),
        fetch=lambda bounded: list(db.session.scalars(bounded)),
    )  # fmt: skip


def all_of(filters: ProductFilters) -> list[Product]:
    """Every product that the filters leave, for a file."""
    return list(db.session.scalars(_all(filters).order_by(Product.spu_no)))


def one(product_id: int) -> Product:
    """A product in any state with shelf and variants, freshly read. Raises NotFound."""
    found = db.session.scalar(
        select(Product).where(Product.id == product_id).options(joinedload(Product.category), selectinload(Product.skus)),
        execution_options={"populate_existing": True},
    )
    if found is None:
        raise NotFound("product", product_id)
    return found


def by_number(spu_no: str) -> Product | None:
    """The product with this number."""
    whole = select(Product).where(Product.spu_no == spu_no).options(selectinload(Product.skus))
    return db.session.scalar(whole, execution_options={"populate_existing": True})


def numbers(product_ids: Collection[int]) -> dict[int, str]:
    """What these products are called in lists."""
    return dict(db.session.execute(select(Product.id, Product.spu_no).where(Product.id.in_(product_ids))).all())


def history(*, product_id: int | None = None, category_id: int | None = None, cursor: str | None) -> Page[Row[Any]]:
    """The changes of a product or a shelf with who made them, the newest first."""
    who = aliased(User)
    changes = select(CatalogueChange, who.name.label("by")).outerjoin(who, who.id == CatalogueChange.actor_id)
    mine = CatalogueChange.product_id == product_id if product_id else CatalogueChange.category_id == category_id
    return keyset(
        cast("Select[Any]", changes.where(mine)), [CatalogueChange.id.expression], Cursor.parse(cursor, (int,)), descending=True,
        rows=15, key=lambda row: (row[0].id,), fetch=lambda bounded: list(db.session.execute(bounded)),
    )  # fmt: skip


def shelves() -> list[Category]:
    """All shelves as a tree reads: each below its parent, in their order."""
    every = list(db.session.scalars(select(Category).order_by(Category.position, Category.id)))
    return _below(every, None)


def shelf(category_id: int) -> Category:
    """Raises NotFound."""
    found = db.session.get(Category, category_id, populate_existing=True)
    if found is None:
        raise NotFound("category", category_id)
    return found


def shelf_by_slug(slug: str) -> Category | None:
    return db.session.scalar(select(Category).where(Category.slug == slug))


def counts() -> Counter[int]:
    """How many products lie directly on each shelf, whatever their state."""
    return Counter(dict(db.session.execute(select(Product.category_id, func.count()).group_by(Product.category_id)).all()))


def tags() -> list[Tag]:
    """All tags by key."""
    return list(db.session.scalars(select(Tag).order_by(Tag.key)))


def people(ids: Collection[int | None]) -> dict[int, str]:
    """The names of these people."""
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_([one for one in ids if one]))).all())


def how_many(status: ProductStatus) -> int:
    return db.session.scalars(select(func.count()).where(Product.status == status)).one()


def _all(filters: ProductFilters) -> Select[Any]:
    found = select(Product).options(joinedload(Product.category, innerjoin=True), selectinload(Product.skus))
    return found.where(*_conditions(filters))


def _conditions(filters: ProductFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.words:
        number = Product.spu_no.ilike(filters.words) | Product.id.in_(select(Sku.product_id).where(Sku.sku_no.ilike(filters.words)))
        query = as_query(filters.words)
        found.append(or_(number, Product.document.op("@@")(sql_cast(query, TSQUERY))) if query else number)
    if filters.status is not None:
        found.append(Product.status == filters.status)
    if filters.path:
        below = Category.path.startswith(f"{filters.path}/", autoescape=True)
        found.append(Product.category_id.in_(select(Category.id).where((Category.path == filters.path) | below)))
    return found


def _below(every: list[Category], parent_id: int | None) -> list[Category]:
    found = []
    for one in every:
        if one.parent_id == parent_id:
            found += [one, *_below(every, one.id)]
    return found
