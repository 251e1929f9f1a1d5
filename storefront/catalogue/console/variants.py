"""Variants of a product for its managers: one form each, with a price of its own."""

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.errors import Conflict, NotFound, RuleViolation
from kit.web.answers import page, see_other
from storefront.catalogue.commands import editing
from storefront.catalogue.forms.products import VariantForm
from storefront.catalogue.models import Product, Sku
from storefront.catalogue.queries import managing
from storefront.catalogue.rules import texts

bp = Blueprint("manage_variants", __name__, url_prefix="/manage/products/<int:product_id>/variants")


@bp.get("/new")
@managers_only
def new(product_id: int) -> Response:
    product = managing.one(product_id)
    return _shown(product, None, VariantForm.of(product, None))


@bp.get("/<int:sku_id>")
@managers_only
def show(product_id: int, sku_id: int) -> Response:
    product = managing.one(product_id)
    sku = _of(product, sku_id)
    return _shown(product, sku, VariantForm.of(product, sku))


@bp.post("")
@bp.post("/<int:sku_id>")
@managers_only
def save(product_id: int, sku_id: int | None = None) -> Response:
    """Add a variant or change one."""
    product, form = managing.one(product_id), VariantForm()
    sku = _of(product, sku_id) if sku_id else None
    if not form.validate_on_submit():
        return _shown(product, sku, form, status=422)
    try:
        editing.save_variant(product_id, sku_id, form.draft(), seen_version=form.seen_version, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        form[refused.field or "sku_no"].errors = [_(refused.message)]
        return _shown(product, sku, form, status=422)
    except Conflict:
        return _both(managing.one(product_id), sku_id, form)
    flash(_("Saved."))
    return see_other("manage_products.show", product_id=product_id)


def _of(product: Product, sku_id: int) -> Sku:
    found = next((sku for sku in product.skus if sku.id == sku_id), None)
    if found is None:
        raise NotFound("variant", sku_id)
    return found


def _both(product: Product, sku_id: int | None, form: VariantForm) -> Response:
    """Somebody saved meanwhile: what differs side by side; sending again takes what was typed."""
    sku = next((one for one in product.skus if one.id == sku_id), None)
    saved = {name: str(field.data or "") for name, field in VariantForm.of(product, sku)._fields.items() if name != "version"}
    typed = {name: str(field.data or "") for name, field in form._fields.items() if name != "version"}
    form.version.process_data(str(product.version))
    return _shown(product, sku, form, status=409, differs=texts.differences(saved, typed) if sku else [])


def _shown(product: Product, sku: Sku | None, form: VariantForm, status: int = 200, differs: object = None) -> Response:
    return page("catalogue/variant_edit.html", product=product, sku=sku, form=form, status=status, differs=differs)
