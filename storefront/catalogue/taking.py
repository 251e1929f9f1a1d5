"""What a row of a table of products or shelves does. Empty cells leave things as they are."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from kit import money
from kit.accounts.models import User
from kit.db import command
from kit.errors import RuleViolation
from kit.sheets import Row
from kit.web.words import gettext as _
from storefront.catalogue.commands import editing, shelving
from storefront.catalogue.commands.editing import ProductDraft, VariantDraft
from storefront.catalogue.commands.shelving import ShelfDraft
from storefront.catalogue.models import Category, Product, Sku
from storefront.catalogue.queries import managing
from storefront.catalogue.rules import addresses

PRODUCT_COLUMNS = (
    "product", "category", "status", "name_en", "name_zh", "summary_en", "summary_zh", "tags", "variant", "price", "price_before",
    "tax", "weight", "warranty",
)  # fmt: skip
SHELF_COLUMNS = ("slug", "below", "name_en", "name_zh", "position")


def product_columns() -> list[tuple[str, str]]:
    return [
        ("product", _("The product number. Needed; a new one makes a draft.")),
        ("category", _("The address of a category, such as brewing.")),
        ("name_en, name_zh, summary_en, summary_zh", _("Texts in both languages.")),
        ("tags", _("Keys of tags with commas between them.")),
        ("variant", _("The number of a variant. A new one is added.")),
        ("price, price_before, tax, weight, warranty", _("Amounts such as 459.00, percent, grams, days.")),
    ]


def shelf_columns() -> list[tuple[str, str]]:
    return [
        ("slug", _("The address of the category. Needed; a new one is added.")),
        ("below", _("The address of the category above. Empty: at the top.")),
        ("name_en, name_zh", _("The name in both languages.")),
        ("position", _("Small numbers come first.")),
    ]


@dataclass(frozen=True)
class Taker:
    """Takes rows over for one person; amounts are in the shop's currency."""

    actor: User
    now: datetime
    currency: str

    @command
    def shelf(self, row: Row) -> str:
        """Add or change the shelf of a row. Raises RuleViolation with the column at fault."""
        cells = row.cells
        known = managing.shelf_by_slug(cells["slug"])
        above = managing.shelf_by_slug(cells["below"]) if cells.get("below") else None
        if cells.get("below") and above is None:
            raise RuleViolation("no_shelf", "There is no category with this address.", field="below")
        name = _merged(known.name if known else {}, cells, "name")
        position = _number(cells, "position")
        place = position if position is not None else known.position if known else 0
        draft = ShelfDraft(slug=cells["slug"], name=name, parent_id=above.id if above else None, position=place)
        if known is None:
            shelving.add(draft, actor=self.actor, now=self.now)
            return _("Added.")
        shelving.change(known.id, draft, seen_version=None, actor=self.actor, now=self.now)
        return _("Taken over.")

    @command
    def product(self, row: Row) -> str:
        """Add or change the product of a row, and its variant. Raises RuleViolation with the column at fault."""
        cells = row.cells
        known = managing.by_number(cells["product"])
        draft = self._draft(known, cells)
        sku = next((one for one in (known.skus if known else ()) if one.sku_no == cells.get("variant")), None)
        if known is None:
            product, said = editing.create(draft, actor=self.actor, now=self.now), _("Added as a draft.")
        else:
            product, said = editing.edit(known.id, draft, seen_version=None, actor=self.actor, now=self.now), _("Taken over.")
        if cells.get("variant"):
            sku_id = sku.id if sku else None
            draft_sku = self._variant(sku, cells)
            editing.save_variant(product.id, sku_id, draft_sku, seen_version=None, actor=self.actor, now=self.now)
        return said

    def _draft(self, known: Product | None, cells: dict[str, str]) -> ProductDraft:
        shelf = self._shelf(known, cells)
        name = _merged(known.name if known else {}, cells, "name")
        tags = [tag.strip() for tag in cells["tags"].split(",") if tag.strip()] if cells.get("tags") else None
        if known is None:
            slug = addresses.slug_of(name.get("en") or name.get("zh") or cells["product"])
            start = ProductDraft(spu_no=cells["product"], slug=slug, category_id=shelf, name=name)
        else:
            start = ProductDraft(
                spu_no=known.spu_no, slug=known.slug, category_id=shelf, name=name, summary=known.summary,
                description=known.description, selling_points=known.selling_points, specification=known.specification,
                care=known.care, tags=known.tags, flags=known.flags,
            )  # fmt: skip
        return replace(start, summary=_merged(dict(start.summary), cells, "summary"), tags=start.tags if tags is None else tags)

    def _shelf(self, known: Product | None, cells: dict[str, str]) -> int:
        if not cells.get("category") and known is not None:
            return known.category_id
        found: Category | None = managing.shelf_by_slug(cells.get("category", ""))
        if found is None:
            raise RuleViolation("no_shelf", "There is no category with this address.", field="category")
        return found.id

    def _variant(self, sku: Sku | None, cells: dict[str, str]) -> VariantDraft:
        price, before, tax = self._amount(cells, "price"), self._amount(cells, "price_before"), _tax(cells)
        weight, warranty = _number(cells, "weight"), _number(cells, "warranty")
        if sku is None:
            return VariantDraft(
                sku_no=cells["variant"], price_minor=price or 0, compare_at_minor=before, tax_rate_bp=tax or 0,
                weight_g=weight or 0, warranty_days=warranty or 0,
            )  # fmt: skip
        return VariantDraft(
            sku_no=sku.sku_no, price_minor=sku.price_minor if price is None else price,
            compare_at_minor=sku.compare_at_minor if before is None else before,
            tax_rate_bp=sku.tax_rate_bp if tax is None else tax, weight_g=sku.weight_g if weight is None else weight,
            warranty_days=sku.warranty_days if warranty is None else warranty, options=sku.options, is_active=sku.is_active,
        )  # fmt: skip

    def _amount(self, cells: dict[str, str], column: str) -> int | None:
        if not cells.get(column):
            return None
        try:
            return money.parse_amount(cells[column], self.currency)
        except money.MoneyError as wrong:
            raise RuleViolation("bad_price", "Enter an amount such as 459 or 459.00.", field=column) from wrong


def _merged(known: dict[str, str], cells: dict[str, str], name: str) -> dict[str, str]:
    """The texts of both languages; an empty cell keeps what was there."""
    return known | {language: cells[f"{name}_{language}"] for language in ("en", "zh") if cells.get(f"{name}_{language}")}


def _number(cells: dict[str, str], column: str) -> int | None:
    text = cells.get(column, "")
    if text and not re.fullmatch(r"[0-9]{1,6}", text):
        raise RuleViolation("bad_number", "Enter a whole number.", field=column)
    return int(text) if text else None


def _tax(cells: dict[str, str]) -> int | None:
    text = cells.get("tax", "")
    if text and not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", text):
        raise RuleViolation("bad_tax", "Enter percent such as 13 or 5.5.", field="tax")
    return round(float(text) * 100) if text else None
