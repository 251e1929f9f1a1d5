"""The demo catalogue as typed records, read from the JSON files beside this module."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Text = dict[str, str]
DEPARTMENTS = ("home", "electronics", "clothing")


@dataclass(frozen=True, kw_only=True)
class CategoryContent:
    """One shelf; `parent` is the slug of the shelf above, None at the top of the three levels."""

    slug: str
    parent: str | None
    name: Text


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """A named value as the product page shows it, such as Capacity: 0.9 L."""

    name: Text
    value: Text


@dataclass(frozen=True, kw_only=True)
class VariantContent:
    """One stock-keeping unit; prices are CNY minor units with tax, `options` maps an option's key to its words."""

    sku: str
    options: dict[str, Attribute]
    price_minor: int
    compare_at_minor: int | None
    stock: int


@dataclass(frozen=True, kw_only=True)
class ProductContent:
    """One product; `pictures` are names in static/art without `.svg`, `warranty_days` 0 means none."""

    slug: str
    category: str
    spu: str
    name: Text
    summary: Text
    description: Text
    selling_points: tuple[Text, ...]
    specification: tuple[Attribute, ...]
    care: Text
    tags: tuple[str, ...]
    policy_flags: tuple[str, ...]
    warranty_days: int
    tax_rate_bp: int
    weight_g: int
    pictures: tuple[str, ...]
    variants: tuple[VariantContent, ...]


@cache
def categories() -> tuple[CategoryContent, ...]:
    """Every shelf, parents before their children."""
    return tuple(CategoryContent(**entry) for entry in _read("categories"))


@cache
def products() -> tuple[ProductContent, ...]:
    """Every product, in the order of the shelves."""
    return tuple(_product(entry) for department in DEPARTMENTS for entry in _read(department))


def _read(name: str) -> Iterator[dict[str, Any]]:
    text = files(__package__).joinpath("catalogue", f"{name}.json").read_text(encoding="utf-8")
    return iter(json.loads(text))


def _product(entry: dict[str, Any]) -> ProductContent:
    lists = {key: tuple(entry[key]) for key in ("selling_points", "tags", "policy_flags", "pictures")}
    specification = tuple(Attribute(**item) for item in entry["specification"])
    variants = tuple(_variant(item) for item in entry["variants"])
    return ProductContent(**{**entry, **lists, "specification": specification, "variants": variants})


def _variant(entry: dict[str, Any]) -> VariantContent:
    options = {item["key"]: Attribute(name=item["name"], value=item["value"]) for item in entry["options"]}
    return VariantContent(**{**entry, "options": options})
