"""What is told of a product, and its variants: every change with who, when, before and after (handbook 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm.attributes import flag_modified

from kit import profile
from kit.accounts.models import User
from kit.accounts.vocabulary import MANAGERS
from kit.db import command, db, lock
from kit.errors import Conflict, NotAllowed, NotFound, RuleViolation
from storefront.catalogue.commands import recording, stocking
from storefront.catalogue.models import Category, Product, Sku, Tag
from storefront.catalogue.rules import addresses, publishing, texts
from storefront.catalogue.rules.texts import Text as Words
from storefront.catalogue.vocabulary import ChangeKind

STALE = "Somebody changed this meanwhile. Look at the new state and try again."


@dataclass(frozen=True, kw_only=True)
class ProductDraft:
    """A product as it was typed, without its variants and pictures."""

    spu_no: str
    slug: str
    category_id: int
    name: Words
    summary: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    selling_points: Sequence[Words] = ()
    specification: Sequence[dict[str, Any]] = ()
    care: Words = field(default_factory=dict)
    tags: Sequence[str] = ()
    new_tag: Words = field(default_factory=dict)
    flags: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class VariantDraft:
    """A variant as it was typed: prices in minor units, tax in basis points, `options` as Sku has them."""

    sku_no: str
    price_minor: int
    compare_at_minor: int | None = None
    tax_rate_bp: int = 0
    weight_g: int = 0
    warranty_days: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    is_active: bool = True


@command
def create(draft: ProductDraft, *, actor: User, now: datetime) -> Product:
    """A draft of a product. Raises NotAllowed; RuleViolation: number_taken, bad_slug, slug_taken, no_name, no_shelf."""
    _check(draft, None, actor)
    product = Product(currency=profile.current().currency, created_at=now, **_columns(draft))
    db.session.add(product)
    db.session.flush()
    follow_words(product, [])
    recording.note(product, ChangeKind.CREATED, texts.differences({}, facts(product)), actor_id=actor.id, now=now)
    return product


@command
def edit(product_id: int, draft: ProductDraft, *, seen_version: int | None, actor: User, now: datetime) -> Product:
    """Change what is told of a product. Links to an old address go on leading to it; one that waited for approval begins again.

    Raises NotFound; Conflict("stale"); as `create`."""
    product = opened(product_id, seen_version, actor)
    _check(draft, product_id, actor)
    before, slug = facts(product), product.slug
    for name, value in _columns(draft).items():
        if getattr(product, name) != value:
            setattr(product, name, value)
    changed = texts.differences(before, facts(product))
    if not changed:
        return product
    product.status = publishing.status_after_edit(product.status)
    db.session.flush()
    if slug != product.slug:
        recording.leave_address(product, slug, now=now)
    follow_words(product, _numbers(product_id))
    recording.note(product, ChangeKind.EDITED, changed, actor_id=actor.id, now=now)
    return product


@command
def save_variant(
    product_id: int, sku_id: int | None, draft: VariantDraft, *, seen_version: int | None, actor: User, now: datetime
) -> Sku:
    """Add a variant or change one; prices in orders already placed stay as they were.

    Raises NotAllowed; NotFound; Conflict("stale"); RuleViolation: no_number, number_taken, bad_price, bad_compare, same_options."""
    product = opened(product_id, seen_version, actor)
    siblings = list(db.session.scalars(select(Sku).where(Sku.product_id == product_id).order_by(Sku.position, Sku.id)))
    sku = next((one for one in siblings if one.id == sku_id), None)
    if sku_id is not None and sku is None:
        raise NotFound("variant", sku_id)
    key = stocking.option_key(draft.options)
    _check_variant(draft, key, sku_id, [one for one in siblings if one is not sku])
    before = variant_facts(sku) if sku else {}
    if sku is None:
        position = max((one.position for one in siblings), default=-1) + 1
        sku = Sku(product_id=product_id, position=position, currency=product.currency)
        db.session.add(sku)
        siblings.append(sku)
    for name in VariantDraft.__dataclass_fields__:
        setattr(sku, name, getattr(draft, name))
    sku.option_key = key
    changed = texts.differences(before, variant_facts(sku))
    if changed:
        stocking.follow_prices(product, siblings)
        product.status = publishing.status_after_edit(product.status)
        _touch(product)
        db.session.flush()
        follow_words(product, [one.sku_no for one in siblings])
        recording.note(product, ChangeKind.EDITED, changed, text=sku.sku_no, actor_id=actor.id, now=now)
    return sku


def opened(product_id: int, seen_version: int | None, actor: User) -> Product:
    """The product, locked, for somebody who may change it and has seen its latest state. Raises NotAllowed, NotFound, Conflict."""
    if actor.role not in MANAGERS:
        raise NotAllowed("change products")
    product = lock(Product, product_id)
    if seen_version not in (None, product.version):
        raise Conflict("stale", STALE)
    return product


def facts(product: Product) -> dict[str, str]:
    """What the history compares, by the names of the form's fields."""
    known = {"spu_no": product.spu_no, "slug": product.slug, "category": str(product.category_id)}
    for language in ("en", "zh"):
        for name in ("name", "summary", "description", "care"):
            known[f"{name}_{language}"] = getattr(product, name).get(language, "")
        known[f"points_{language}"] = texts.as_lines(product.selling_points, language)
        known[f"specification_{language}"] = texts.attributes_as_lines(product.specification, language)
    return known | {"tags": ", ".join(product.tags), "flags": ", ".join(product.flags)}


def variant_facts(sku: Sku) -> dict[str, str]:
    """What the history compares of a variant."""
    options = "; ".join(f"{one['name'].get('en', '')}: {one['value'].get('en', '')}" for one in sku.options.values())
    return {
        "sku_no": sku.sku_no, "price": str(sku.price_minor), "compare_at": str(sku.compare_at_minor or ""),
        "tax": str(sku.tax_rate_bp), "weight": str(sku.weight_g), "warranty": str(sku.warranty_days), "options": options,
        "active": "1" if sku.is_active else "0",
    }  # fmt: skip


def follow_words(product: Product, numbers: Sequence[str]) -> None:
    """Let the search find the product by what it says now."""
    document = texts.document_of(product.spu_no, [product.name, product.summary, *product.selling_points], numbers)
    wrote = update(Product).where(Product.id == product.id).values(document=document)
    db.session.execute(wrote, execution_options={"synchronize_session": False})


def _touch(product: Product) -> None:
    """The product counts as changed although only its variants were: an older page of it is stale now."""
    flag_modified(product, "price_from_minor")


def _columns(draft: ProductDraft) -> dict[str, Any]:
    tags = list(dict.fromkeys([*draft.tags, *_added_tag(draft.new_tag)]))
    return {
        "spu_no": draft.spu_no, "slug": draft.slug, "category_id": draft.category_id, "name": draft.name,
        "summary": draft.summary, "description": draft.description, "selling_points": list(draft.selling_points),
        "specification": list(draft.specification), "care": draft.care, "tags": tags, "flags": list(draft.flags),
    }  # fmt: skip


def _added_tag(name: Words) -> list[str]:
    """The key of a tag typed for the first time; one with the same key is used as it is."""
    key = addresses.slug_of(name.get("en") or name.get("zh", ""))
    if not key:
        return []
    db.session.execute(insert(Tag).values(key=key, name=name).on_conflict_do_nothing())
    return [key]


def _check(draft: ProductDraft, own_id: int | None, actor: User) -> None:
    if actor.role not in MANAGERS:
        raise NotAllowed("change products")
    if not draft.name.get("en") and not draft.name.get("zh"):
        raise RuleViolation("no_name", "Give the product a name.", field="name_en")
    if not draft.spu_no.strip():
        raise RuleViolation("no_number", "Give the product a number.", field="spu_no")
    holder = db.session.scalar(select(Product.id).where(Product.spu_no == draft.spu_no))
    if holder not in (None, own_id):
        raise RuleViolation("number_taken", "Another product has this number.", field="spu_no")
    recording.check_slug(Product, draft.slug, own_id)
    if db.session.get(Category, draft.category_id) is None:
        raise RuleViolation("no_shelf", "Choose a category.", field="category")


def _check_variant(draft: VariantDraft, key: str, own_id: int | None, others: Sequence[Sku]) -> None:
    if not draft.sku_no.strip():
        raise RuleViolation("no_number", "Give the variant a number.", field="sku_no")
    holder = db.session.scalar(select(Sku.id).where(Sku.sku_no == draft.sku_no))
    if holder not in (None, own_id):
        raise RuleViolation("number_taken", "Another variant has this number.", field="sku_no")
    if draft.price_minor <= 0:
        raise RuleViolation("bad_price", "Enter a price above zero.", field="price")
    if draft.compare_at_minor is not None and draft.compare_at_minor <= draft.price_minor:
        raise RuleViolation("bad_compare", "The price before must be higher than the price now.", field="compare_at")
    if any(one.option_key == key for one in others):
        raise RuleViolation("same_options", "Another variant has the same options.", field="option_en")


def _numbers(product_id: int) -> list[str]:
    return list(db.session.scalars(select(Sku.sku_no).where(Sku.product_id == product_id)))
