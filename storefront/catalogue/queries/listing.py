"""Finding products: shelves with counts, listings with filters and keyset pages, one product whole."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import joinedload, selectinload

from kit.db import db
from kit.errors import NotFound
from kit.terms import as_query, quoted, wanted_terms
from kit.uploads.models import Upload
from kit.web.paging import Cursor, Page, keyset
from storefront.catalogue.conditions import IN_STOCK
from storefront.catalogue.models import Banner, Category, OldAddress, Product, ProductPicture, Tag
from storefront.catalogue.rules import spelling
from storefront.catalogue.vocabulary import (
    COUNTED,
    DEPARTMENTS,
    KNOWN_NAMES,
    MOST_TAGS,
    OFFERED,
    PER_PAGE,
    PRICE_STEPS,
    ProductStatus,
    Sorting,
)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a listing is narrowed to. `bands` are places in the row of price bands, `stars` the least rating."""

    words: str = ""
    path: str = ""
    bands: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    in_stock: bool = False
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


@dataclass(frozen=True)
class Tagged:
    """A tag beside a listing, with the number of products that have it."""

    tag: Tag
    count: int


@dataclass(frozen=True)
class Instead:
    """Offered when nothing matches: a spelling, products that match in part, else popular ones."""

    spelling: str
    partly: Sequence[Product]
    popular: Sequence[Product]


@dataclass(frozen=True)
class Shown:
    """One picture of a gallery and what it shows, per language."""

    key: str
    alt: dict[str, str]


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


def tags_of(filters: Filters) -> list[Tagged]:
    """The tags of the products a listing has without its own tag filter, the most frequent first."""
    tag = func.jsonb_array_elements_text(Product.tags).label("key")
    some = select(tag).where(*_conditions(replace(filters, tags=()))).limit(COUNTED).subquery()
    counted = select(some.c.key, func.count().label("count")).group_by(some.c.key).subquery()
    named = select(Tag, counted.c.count).join(counted, counted.c.key == Tag.key).order_by(counted.c.count.desc(), Tag.key)
    return [Tagged(row, count) for row, count in db.session.execute(named.limit(MOST_TAGS))]


def instead_of(words: str) -> Instead:
    """What to offer when nothing matches: a word spelled nearly so, products that have some of the words, else popular ones."""
    on_shelf = Product.status == ProductStatus.ON_SHELF
    popular = select(Product).where(on_shelf).order_by(Product.sold_count.desc(), Product.id.desc())
    known = db.session.scalars(select(Product.name).where(on_shelf).order_by(Product.sold_count.desc()).limit(KNOWN_NAMES))
    nearest = spelling.nearest(words, (text for name in known for text in name.values()))
    some = " | ".join(quoted(term) for term in wanted_terms(words))
    found = select(Product).where(on_shelf, Product.document.op("@@")(cast(some, TSQUERY))) if some else popular
    partly = list(db.session.scalars(found.order_by(Product.sold_count.desc(), Product.id.desc()).limit(OFFERED))) if some else []
    return Instead(nearest, partly, [] if partly else list(db.session.scalars(popular.limit(OFFERED))))


def moved(kind: str, slug: str) -> str | None:
    """The address that something with this old one has today. One step, wherever it moved meanwhile."""
    old = db.session.get(OldAddress, (kind, slug))
    if old is None:
        return None
    table = Product if old.product_id is not None else Category
    return db.session.scalar(select(table.slug).where(table.id == (old.product_id or old.category_id)))


def gallery(shown: Product) -> list[Shown]:
    """The pictures of a product in their order, each with what it shows."""
    rows = select(ProductPicture).where(ProductPicture.product_id == shown.id, ProductPicture.key.in_(shown.pictures))
    known = {row.key: row.alt for row in db.session.scalars(rows)}
    return [Shown(key, known.get(key) or {}) for key in shown.pictures]


def upload_of(key: str, size: str) -> Upload:
    """The file of an uploaded picture in a size, also of one that left the gallery: old orders show it. Raises NotFound."""
    column = {"small": ProductPicture.small_id, "medium": ProductPicture.medium_id, "large": ProductPicture.large_id}[size]
    found = db.session.scalar(select(Upload).join(ProductPicture, column == Upload.id).where(ProductPicture.key == key))
    if found is None:
        raise NotFound("picture", key)
    return found


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Product.status == ProductStatus.ON_SHELF, *_spoken(filters.words)]
    if filters.path:
        below = Category.path.startswith(f"{filters.path}/", autoescape=True)
        found.append(Product.category_id.in_(select(Category.id).where(or_(Category.path == filters.path, below))))
    if filters.bands:
        found.append(or_(*(_band(place) for place in filters.bands)))
    if filters.stars:
        found.append(and_(Product.rating_count > 0, Product.rating_sum >= filters.stars * Product.rating_count))
    if filters.tags:
        found.append(or_(*(Product.tags.contains([tag]) for tag in filters.tags)))
    if filters.in_stock:
        found.extend(condition() for condition in IN_STOCK)
    if filters.on_sale:
        found.append(Product.compare_at_minor > Product.price_from_minor)
    return found


def _spoken(words: str) -> list[ColumnElement[bool]]:
    """Every word must occur in the texts or the numbers, in any language; the last one may go on."""
    if not words.strip():
        return []
    query = as_query(words)
    return [Product.document.op("@@")(cast(query, TSQUERY))] if query else [false()]


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
