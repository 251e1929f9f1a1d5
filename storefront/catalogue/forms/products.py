"""What managers enter about products, variants and pictures."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from kit import profile
from storefront.catalogue.commands.editing import ProductDraft, VariantDraft
from storefront.catalogue.models import Category, Product, Sku
from storefront.catalogue.rules import addresses, texts
from storefront.catalogue.vocabulary import POLICY_FLAGS, DelistReason
from storefront.manage.fields import Amount, WholeNumber, typed_amount

PERCENT = r"^[0-9]{1,2}(\.[0-9]{1,2})?$"
_LINES = _l("Give as many lines in Chinese as in English.")
_PAIRS = _l("Write one “name: value” a line, as many lines in Chinese as in English.")


class ManagedForm(FlaskForm):  # type: ignore[misc]
    """A form of the management; `version` is the state of the thing that its page showed."""

    class Meta:
        csrf = False  # checked for every request by the guard

    version = HiddenField(default="0")

    @property
    def seen_version(self) -> int:
        return int(self.version.data) if str(self.version.data).isdigit() else 0


class ProductForm(ManagedForm):
    """A product in both languages; lists are typed one item a line."""

    name_en = StringField(_l("Name, English"), [Length(max=160)])
    name_zh = StringField(_l("Name, Chinese"), [Length(max=160)])
    summary_en = TextAreaField(_l("Short text, English"), [Length(max=400)])
    summary_zh = TextAreaField(_l("Short text, Chinese"), [Length(max=400)])
    description_en = TextAreaField(_l("Description, English"), [Length(max=8000)])
    description_zh = TextAreaField(_l("Description, Chinese"), [Length(max=8000)])
    points_en = TextAreaField(_l("Selling points, English"), [Length(max=2000)])
    points_zh = TextAreaField(_l("Selling points, Chinese"), [Length(max=2000)])
    specification_en = TextAreaField(_l("Details, English"), [Length(max=4000)])
    specification_zh = TextAreaField(_l("Details, Chinese"), [Length(max=4000)])
    care_en = TextAreaField(_l("Care, English"), [Length(max=2000)])
    care_zh = TextAreaField(_l("Care, Chinese"), [Length(max=2000)])
    spu_no = StringField(_l("Product number"), [InputRequired(_l("Give the product a number.")), Length(max=60)])
    slug = StringField(_l("Address"), [Length(max=addresses.MAX_SLUG)])
    category = SelectField(_l("Category"), coerce=int, validate_choice=False)
    tags = SelectMultipleField(_l("Tags"), validate_choice=False)
    tag_en = StringField(_l("New tag, English"), [Length(max=30)])
    tag_zh = StringField(_l("New tag, Chinese"), [Length(max=30)])
    flags = SelectMultipleField(_l("For the return policy"), validate_choice=False)

    @classmethod
    def of(cls, product: Product) -> "ProductForm":
        """The form filled with a stored product."""
        known: dict[str, Any] = {"version": str(product.version), "category": product.category_id, "slug": product.slug}
        for language in ("en", "zh"):
            for name in ("name", "summary", "description", "care"):
                known[f"{name}_{language}"] = getattr(product, name).get(language, "")
            known[f"points_{language}"] = texts.as_lines(product.selling_points, language)
            known[f"specification_{language}"] = texts.attributes_as_lines(product.specification, language)
        return cls(formdata=None, spu_no=product.spu_no, tags=product.tags, flags=product.flags, **known)

    def validate_points_zh(self, _field: object) -> None:
        if texts.paired_lines(self.points_en.data or "", self.points_zh.data or "") is None:
            raise ValidationError(_LINES)

    def validate_specification_zh(self, _field: object) -> None:
        if texts.paired_attributes(self.specification_en.data or "", self.specification_zh.data or "") is None:
            raise ValidationError(_PAIRS)

    def draft(self, product: Product | None = None) -> ProductDraft:
        """What was typed; without an address one is made of the English name. Tags and flags that the form does not know stay."""
        name, summary, description, care = (
            texts.pair(self[f"{part}_en"].data or "", self[f"{part}_zh"].data or "")
            for part in ("name", "summary", "description", "care")
        )
        strange = [flag for flag in (product.flags if product else []) if flag not in POLICY_FLAGS]
        return ProductDraft(
            spu_no=self.spu_no.data.strip(), category_id=self.category.data or 0, name=name, summary=summary,
            slug=(self.slug.data or "").strip() or addresses.slug_of(name.get("en") or name.get("zh") or self.spu_no.data),
            description=description, care=care, tags=list(self.tags.data or ()),
            new_tag=texts.pair(self.tag_en.data or "", self.tag_zh.data or ""),
            selling_points=texts.paired_lines(self.points_en.data or "", self.points_zh.data or "") or [],
            specification=texts.paired_attributes(self.specification_en.data or "", self.specification_zh.data or "") or [],
            flags=[flag for flag in POLICY_FLAGS if flag in (self.flags.data or ())] + strange,
        )  # fmt: skip

    def typed(self) -> dict[str, str]:
        """What was typed, by field, as the history compares it."""
        return {name: str(self[name].data or "") for name in self._fields if name not in {"version", "tags", "flags"}}


class VariantForm(ManagedForm):
    """A variant: up to two options, its prices, what it weighs."""

    sku_no = StringField(_l("Variant number"), [InputRequired(_l("Give the variant a number.")), Length(max=60)])
    price = Amount(_l("Price"))
    compare_at = Amount(_l("Price before"), optional=True)
    tax = StringField(_l("Tax inside the price, percent"), [Regexp(PERCENT, message=_l("Enter percent such as 13 or 5.5."))])
    weight = WholeNumber(_l("Weight in grams"), optional=True)
    warranty = WholeNumber(_l("Warranty in days"), most=36_500, optional=True)
    option_en = StringField(_l("Option, English"), [Length(max=40)])
    option_zh = StringField(_l("Option, Chinese"), [Length(max=40)])
    value_en = StringField(_l("Value, English"), [Length(max=60)])
    value_zh = StringField(_l("Value, Chinese"), [Length(max=60)])
    option2_en = StringField(_l("Second option, English"), [Length(max=40)])
    option2_zh = StringField(_l("Second option, Chinese"), [Length(max=40)])
    value2_en = StringField(_l("Second value, English"), [Length(max=60)])
    value2_zh = StringField(_l("Second value, Chinese"), [Length(max=60)])
    is_active = BooleanField(_l("On sale"))

    @classmethod
    def of(cls, product: Product, sku: Sku | None) -> "VariantForm":
        """The form filled with a stored variant, or with what a new one shares with its neighbours."""
        model = sku or (product.skus[0] if product.skus else None)
        known: dict[str, Any] = {"version": str(product.version), "is_active": sku.is_active if sku else True, "tax": "13"}
        if model:
            known |= {"tax": f"{model.tax_rate_bp / 100:g}", "weight": str(model.weight_g), "warranty": str(model.warranty_days)}
            known |= {"price": typed_amount(model.price_minor, model.currency)}
            for mark, entry in zip(("", "2"), model.options.values(), strict=False):
                known |= {f"option{mark}_{language}": entry["name"].get(language, "") for language in ("en", "zh")}
                if sku:
                    known |= {f"value{mark}_{language}": entry["value"].get(language, "") for language in ("en", "zh")}
        if sku:
            known |= {"sku_no": sku.sku_no, "compare_at": typed_amount(sku.compare_at_minor, sku.currency)}
        return cls(formdata=None, **known)

    def draft(self) -> VariantDraft:
        """What was typed."""
        return VariantDraft(
            sku_no=self.sku_no.data.strip(), price_minor=self.price.minor or 0, compare_at_minor=self.compare_at.minor,
            tax_rate_bp=round(float(self.tax.data) * 100), weight_g=self.weight.number or 0,
            warranty_days=self.warranty.number or 0, options=self._options(), is_active=bool(self.is_active.data),
        )  # fmt: skip

    def _options(self) -> dict[str, Any]:
        found = {}
        for mark in ("", "2"):
            name = texts.pair(self[f"option{mark}_en"].data or "", self[f"option{mark}_zh"].data or "")
            value = texts.pair(self[f"value{mark}_en"].data or "", self[f"value{mark}_zh"].data or "")
            if name and value:
                found[addresses.slug_of(name.get("en") or name["zh"])] = {"name": name, "value": value}
        return found


class ShelfForm(ManagedForm):
    """A shelf: its names, its address, where it stands."""

    name_en = StringField(_l("Name, English"), [InputRequired(_l("Give the name in both languages.")), Length(max=60)])
    name_zh = StringField(_l("Name, Chinese"), [InputRequired(_l("Give the name in both languages.")), Length(max=60)])
    slug = StringField(_l("Address"), [Length(max=addresses.MAX_SLUG)])
    parent = SelectField(_l("Below"), coerce=lambda text: int(text) if str(text).isdigit() else None, validate_choice=False)
    position = WholeNumber(_l("Position"), most=100_000, optional=True)

    @classmethod
    def of(cls, shelf: Category) -> "ShelfForm":
        return cls(
            formdata=None, name_en=shelf.name.get("en", ""), name_zh=shelf.name.get("zh", ""), slug=shelf.slug,
            parent=shelf.parent_id, position=str(shelf.position), version=str(shelf.version),
        )  # fmt: skip


class ApproveForm(ManagedForm):
    """Approval, with the wall time in the shop's zone at which it goes on the shelf; empty is at once."""

    shelf_at = StringField(_l("On the shelf from"), [Regexp(r"^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2})?$", re.ASCII)])

    @property
    def instant(self) -> datetime | None:
        """The chosen instant, or None. Raises ValueError for a day that does not exist."""
        text = (self.shelf_at.data or "").strip()
        return datetime.fromisoformat(text).replace(tzinfo=profile.current().zone) if text else None


class DelistForm(ManagedForm):
    """Why a product leaves the shelf."""

    reason = SelectField(_l("Reason"), choices=[one.value for one in DelistReason])
    note = StringField(_l("Note"), [Length(max=300)])


class AltForm(ManagedForm):
    """What a picture shows, in both languages."""

    alt_en = StringField(_l("What it shows, English"), [Length(max=200)])
    alt_zh = StringField(_l("What it shows, Chinese"), [Length(max=200)])

    @property
    def alt(self) -> dict[str, str]:
        return texts.pair(self.alt_en.data or "", self.alt_zh.data or "")
