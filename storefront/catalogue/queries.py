"""Finding products: shelves with counts, listings with filters and keyset pages, one product whole."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kit.db import db
from kit.errors import NotFound
from kit.web.paging import Cursor, Page, keyset
from storefront.catalogue.models import Banner, Category, Product
from storefront.catalogue.vocabulary import COUNTED, DEPARTMENTS, PER_PAGE, PRICE_STEPS, ProductStatus, Sorting


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a listing is narrowed to. `bands` are places in the row of price bands, `stars` the least rating."""

    words: str = ""
    path: str = ""
    bands: tuple[int, ...] = ()
    stars: int = 0
    on_sale: bool = False
    sorting: Sorting = Sorting.POPULAR


@dataclass(frozen=True)
class Shelf:
    """A category beside a listing, with the number of products on it and below."""

    category: Category
    count: int


@dataclass(frozen=True)
class Shelves:
    """The shelves beside a listing: the way down from the top, what lies below (or beside, at the bottom), and all products."""

    trail: Sequence[Category]
    choices: Sequence[Shelf]
    total: int


@dataclass(frozen=True)
class Listing:
    """One page of products and how many there are, at most `COUNTED`."""

    page: Page[Product]
    count: int
    filters: Filters = field(default_factory=Filters)


def departments() -> list[Category]:
    """The top shelves, as many as the head of the page has room for."""
    top = select(Category).where(Category.depth == 1).order_by(Category.position, Category.id).limit(DEPARTMENTS)
    return list(db.session.scalars(top))


def category(slug: str) -> Category:
    """Raises NotFound."""
    found = db.session.scalar(select(Category).where(Category.slug == slug))
    if found is None:
        raise NotFound("category", slug)
    return found


def shelves(current: Category | None) -> Shelves:
    """The shelves around one category, counted from products on the shelf."""
    every = list(db.session.scalars(select(Category).order_by(Category.position, Category.id)))
    on_shelf = select(Product.category_id, func.count()).where(Product.status == ProductStatus.ON_SHELF)
    direct = dict(db.session.execute(on_shelf.group_by(Product.category_id)).all())
    counts: Counter[str] = Counter()
    for shelf in every:
        for depth in range(1, shelf.depth + 1):
            counts["/".join(shelf.path.split("/")[:depth])] += direct.get(shelf.id, 0)
    parent = _parent_of_choices(every, current)
    choices = [Shelf(shelf, counts[shelf.path]) for shelf in every if shelf.parent_id == parent and counts[shelf.path]]
    trail = [shelf for shelf in every if current and (current.path + "/").startswith(shelf.path + "/")]
    return Shelves(sorted(trail, key=lambda shelf: shelf.depth), choices, sum(direct.values()))


def listing(filters: Filters, cursor: str | None) -> Listing:
    """One page of products on the shelf."""
    found = select(Product).where(*_conditions(filters))
    columns, descending, key = _ORDERS[filters.sorting]
    page = keyset(
        found, columns, Cursor.parse(cursor, (int, int)), descending=descending, rows=PER_PAGE, key=key,
        fetch=lambda bounded: list(db.session.scalars(bounded)),
    )  # fmt: skip
    counted = select(func.count()).select_from(select(Product.id).where(*_conditions(filters)).limit(COUNTED).subquery())
    return Listing(page, int(db.session.scalar(counted) or 0), filters)


def product(slug: str) -> Product:
    """A product with shelf and articles, on the shelf or taken off (its page says so). Raises NotFound for unpublished ones."""
    shown = Product.status.in_([ProductStatus.ON_SHELF, ProductStatus.DELISTED])
    whole = select(Product).where(Product.slug == slug, shown)
    found = db.session.scalar(whole.options(joinedload(Product.category, innerjoin=True), selectinload(Product.skus)))
    if found is None:
        raise NotFound("product", slug)
    return found


def slugs(product_ids: Sequence[int]) -> dict[int, str]:
    """Where the pages of these products are."""
    if not product_ids:
        return {}
    return dict(db.session.execute(select(Product.id, Product.slug).where(Product.id.in_(product_ids))).all())


def trail(current: Category) -> list[Category]:
    """The shelves from the top down to this one."""
    slugs = current.path.split("/")
    return list(db.session.scalars(select(Category).where(Category.slug.in_(slugs)).order_by(Category.depth)))


def banner(now: datetime) -> Banner | None:
    """The newest running banner whose product is on the shelf."""
    running = Banner.starts_at <= now, or_(Banner.ends_at.is_(None), Banner.ends_at > now)
    found = select(Banner).join(Product).where(*running, Product.status == ProductStatus.ON_SHELF)
    latest = found.order_by(Banner.starts_at.desc(), Banner.id.desc()).limit(1)
    return db.session.scalar(latest.options(joinedload(Banner.product, innerjoin=True)))


def managed(words: str, cursor: str | None) -> Page[Product]:
    """One page of all products for the shop's own people, the newest first."""
    found: Select[Any] = select(Product).options(joinedload(Product.category, innerjoin=True), selectinload(Product.skus))
    return keyset(
        found.where(*_spoken(words)), [Product.id], Cursor.parse(cursor, (int,)), descending=True,  # type: ignore[list-item]
        key=lambda row: (row.id,), fetch=lambda bounded: list(db.session.scalars(bounded)),
    )  # fmt: skip


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Product.status == ProductStatus.ON_SHELF, *_spoken(filters.words)]
    if filters.path:
        below = Category.path.startswith(f"{filters.path}/", autoescape=True)
        found.append(Product.category_id.in_(select(Category.id).where(or_(Category.path == filters.path, below))))
    if filters.bands:
        found.append(or_(*(_band(place) for place in filters.bands)))
    if filters.stars:
        found.append(and_(Product.rating_count > 0, Product.rating_sum >= filters.stars * Product.rating_count))
    if filters.on_sale:
        found.append(Product.compare_at_minor > Product.price_from_minor)
    return found


def _spoken(words: str) -> list[ColumnElement[bool]]:
    """Every word must occur in the names, the summary or the number, in any language."""
    return [Product.search_text.contains(word, autoescape=True) for word in words.lower().split()[:8]]


def _band(place: int) -> ColumnElement[bool]:
    edges = (0, *PRICE_STEPS)
    low = Product.price_from_minor >= edges[place]
    return and_(low, Product.price_from_minor < edges[place + 1]) if place + 1 < len(edges) else low


def _parent_of_choices(every: Sequence[Category], current: Category | None) -> int | None:
    """Whose children to offer: the current shelf's, or at the bottom those of the shelf above."""
    if current is None:
        return None
    return current.id if any(shelf.parent_id == current.id for shelf in every) else current.parent_id


_MEAN: ColumnElement[Any] = Product.rating_sum * 100 / func.greatest(Product.rating_count, 1)
_Order = tuple[list[ColumnElement[Any]], bool, Callable[[Product], tuple[int, int]]]
_ORDERS: dict[Sorting, _Order] = {
    Sorting.POPULAR: ([Product.sold_count, Product.id], True, lambda row: (row.sold_count, row.id)),  # type: ignore[list-item]
    Sorting.NEWEST: ([Product.id, Product.id], True, lambda row: (row.id, row.id)),  # type: ignore[list-item]
    Sorting.CHEAPEST: ([Product.price_from_minor, Product.id], False, lambda row: (row.price_from_minor, row.id)),  # type: ignore[list-item]
    Sorting.DEAREST: ([Product.price_from_minor, Product.id], True, lambda row: (row.price_from_minor, row.id)),  # type: ignore[list-item]
    Sorting.BEST_RATED: (
        [func.floor(_MEAN).cast(Product.id.type), Product.id],  # type: ignore[list-item]
        True,
        lambda row: (row.rating_sum * 100 // max(row.rating_count, 1), row.id),
    ),
}
