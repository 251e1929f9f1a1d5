"""Products of a source: shelves, products, one article each, their stock."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from helpdesk.imports.commands import bulk
from helpdesk.imports.commands.bulk import Written
from helpdesk.imports.records import Entry, ProductRecord, Text
from helpdesk.imports.refusals import CellRefused, Refusal, refuse
from helpdesk.imports.vocabulary import Kind
from kit.db import command, db
from storefront.catalogue.models import Category, Product, Sku
from storefront.catalogue.rules.texts import document_of
from storefront.catalogue.vocabulary import ProductStatus
from storefront.inventory.commands import moving

UNSORTED: tuple[Text, ...] = ({"en": "Imported", "zh": "导入商品"},)
_OF_ORIGIN = Product.origin.isnot(None)


@command
def write_products(batch: list[Entry[ProductRecord]], *, origin: str, now: datetime) -> Written:
    """Take a batch of products over. Those with a price go on the shelf, the others stay drafts: nothing is sold for nothing.

    An article number that another origin uses is refused."""
    fresh = bulk.changed(Kind.PRODUCTS, origin, batch)
    taken, refused = _split(fresh, origin)
    shelves = _shelves([entry.record.category or UNSORTED for entry in taken])
    rows = [_product(entry.record, shelves[_path(entry.record.category or UNSORTED)], origin, now) for entry in taken]
    written = bulk.upsert(
        Product,
        rows,
        ["origin", "origin_id"],
        ["category_id", "name", "description", "price_from_minor", "currency", "document"],
        where=_OF_ORIGIN,
        returning=["id", "origin_id"],
    )
    ids = {row.origin_id: row.id for row in written}
    skus = bulk.upsert(
        Sku,
        [_sku(entry.record, ids[entry.record.origin_id]) for entry in taken],
        ["sku_no"],
        ["price_minor", "currency", "weight_g", "warranty_days"],
        returning=["id", "sku_no"],
    )
    _stock({row.sku_no: row.id for row in skus}, taken, origin, now)
    bulk.remember(Kind.PRODUCTS, origin, taken, now)
    return Written(accepted=len(taken), unchanged=len(batch) - len(fresh), refused=refused)


def _split(fresh: list[Entry[ProductRecord]], origin: str) -> tuple[list[Entry[ProductRecord]], list[Refusal]]:
    """Entries whose article number is free or their own, and refusals of the rest."""
    numbers = [entry.record.sku for entry in fresh]
    owned = select(Sku.sku_no, Product.origin, Product.origin_id).join(Product).where(bulk.among(Sku.sku_no, numbers))
    owners = {row.sku_no: (row.origin, row.origin_id) for row in db.session.execute(owned)}
    taken, refused = [], []
    for entry in fresh:
        mine = origin, entry.record.origin_id
        if owners.setdefault(entry.record.sku, mine) == mine:
            taken.append(entry)
        else:
            refused.append(refuse(entry.line, entry.cells, CellRefused("taken", value=entry.record.sku)))
    return taken, refused


def _shelves(paths: Iterable[tuple[Text, ...]]) -> dict[str, int]:
    """Ids of the lowest shelves by path, the missing ones made from the top down."""
    shelves = {_path(shelf): shelf for shelf in paths}
    return {path: _shelf(shelf) for path, shelf in shelves.items()}


def _shelf(names: tuple[Text, ...]) -> int:
    parent: Category | None = None
    for depth, name in enumerate(names, start=1):
        path = _path(names[:depth])
        found = db.session.scalar(select(Category).where(Category.path == path))
        if found is None:
            found = Category(parent_id=parent.id if parent else None, slug=_free_slug(path), path=path, depth=depth, name=name)
            db.session.add(found)
            db.session.flush()
        parent = found
    assert parent is not None
    return parent.id


def _free_slug(path: str) -> str:
    """A slug made of the last name, or of the whole path where another shelf has that one."""
    last = path.rpartition("/")[2]
    taken = db.session.scalar(select(Category.id).where(Category.slug == last))
    return path.replace("/", "--") if taken else last


def _path(names: tuple[Text, ...]) -> str:
    return "/".join(_slug(name["en"]) for name in names)


def _slug(text: str) -> str:
    """Words joined by hyphens; Chinese characters are kept."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_") or "x"


def _product(record: ProductRecord, category_id: int, origin: str, now: datetime) -> dict[str, object]:
    on_shelf, number = record.price_minor is not None, f"{origin}-{record.origin_id}"
    return {
        "spu_no": number,
        "slug": _slug(f"{record.name['en']} {origin} {record.origin_id}")[:160],
        "category_id": category_id,
        "name": record.name,
        "description": record.description or {},
        "status": ProductStatus.ON_SHELF if on_shelf else ProductStatus.DRAFT,
        "on_shelf_at": now if on_shelf else None,
        "created_at": now,
        "price_from_minor": record.price_minor or 0,
        "currency": record.currency,
        "origin": origin,
        "origin_id": record.origin_id,
        "document": document_of(number, [record.name], [record.sku]),
    }


def _sku(record: ProductRecord, product_id: int) -> dict[str, object]:
    return {
        "sku_no": record.sku,
        "product_id": product_id,
        "price_minor": record.price_minor or 0,
        "currency": record.currency,
        "weight_g": record.weight_g or 0,
        "warranty_days": record.warranty_days or 0,
    }


def _stock(sku_ids: dict[str, int], taken: list[Entry[ProductRecord]], origin: str, now: datetime) -> None:
    """The stock that the source counts is received once; afterwards our own ledger leads."""
    for entry in taken:
        if entry.record.stock:
            moving.receive(
                sku_ids[entry.record.sku], entry.record.stock, reference=f"import:{origin}:{entry.record.origin_id}", now=now
            )
