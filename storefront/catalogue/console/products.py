"""Products for their managers: the list, one product with its history, and its way onto the shelf."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.accounts.vocabulary import MANAGERS
from kit.errors import Conflict, DomainError, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.words import gettext
from storefront.catalogue.commands import editing, publishing
from storefront.catalogue.forms.managing import as_query, filters_from
from storefront.catalogue.forms.products import ApproveForm, DelistForm, ProductForm
from storefront.catalogue.models import Product
from storefront.catalogue.queries import gallery, managing
from storefront.catalogue.rules import texts
from storefront.catalogue.vocabulary import POLICY_FLAGS, DelistReason, ProductStatus
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section

bp = Blueprint("manage_products", __name__, url_prefix="/manage/products")
sections.offer(
    Section(
        key="products",
        endpoint="manage_products.index",
        label=_l("Products"),
        what=_l("What the shop sells, and how it came to be sold."),
        mark="store",
        roles=MANAGERS,
        order=30,
    )
)


@bp.get("")
@managers_only
def index() -> Response:
    """Products in every state, the newest first."""
    filters = filters_from(request.args)
    return page(
        "catalogue/products.html", page=managing.listed(filters, request.args.get("page")), filters=filters,
        query=as_query(filters), shelves=managing.shelves(), statuses=ProductStatus, reasons=DelistReason,
    )  # fmt: skip


@bp.get("/new")
@managers_only
def new() -> Response:
    return _shown(None, ProductForm(formdata=None))


@bp.post("")
@managers_only
@once
def create() -> Response:
    form = ProductForm()
    if not form.validate_on_submit():
        return _shown(None, form, status=422)
    try:
        product = editing.create(form.draft(), actor=actor(), now=clock.now())
    except RuleViolation as refused:
        return _refused(None, form, refused)
    flash(_("Saved as a draft. Add pictures and variants next."))
    return see_other(".show", product_id=product.id)


@bp.get("/<int:product_id>")
@managers_only
def show(product_id: int) -> Response:
    product = managing.one(product_id)
    return _shown(product, ProductForm.of(product))


@bp.post("/<int:product_id>")
@managers_only
def update(product_id: int) -> Response:
    """Save what was typed; a page that is stale shows both versions and keeps what was typed."""
    product, form = managing.one(product_id), ProductForm()
    if not form.validate_on_submit():
        return _shown(product, form, status=422)
    try:
        editing.edit(product_id, form.draft(product), seen_version=form.seen_version, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        return _refused(managing.one(product_id), form, refused)
    except Conflict:
        return _both(managing.one(product_id), form)
    flash(_("Saved."))
    return see_other(".show", product_id=product_id)


@bp.post("/<int:product_id>/<any(submit, send_back, approve, shelve, delist, reopen):step>")
@managers_only
@once
def take(product_id: int, step: str) -> Response:
    """One step of the way onto the shelf or off it."""
    try:
        _take(product_id, step)
    except (RuleViolation, ValueError) as refused:
        said = _(refused.message) if isinstance(refused, RuleViolation) else _("Choose a day and a time that exist.")
        flash(said, "error")
        return see_other(".show", product_id=product_id)
    flash(_("Done."))
    return see_other(".show", product_id=product_id)


@bp.post("/bulk")
@managers_only
@once
def act() -> Response:
    """One step for all ticked products, each with its own result."""
    ids, step = exchange.chosen_ids(), request.form.get("step", "")
    names = managing.numbers(ids)

    def one(product_id: int) -> str:
        if step not in {"submit", "approve", "shelve", "delist"}:
            raise RuleViolation("no_step", "Choose what to do with the selected products.")
        _take(product_id, step)
        return gettext("Done.")

    results = bulk.each(ids, lambda product_id: names.get(product_id, str(product_id)), one)
    return page(
        "manage/results.html", results=results, title=_("Selected products"), back=url_for(".index"), key="products",
        only_check=False,
    )  # fmt: skip


def _take(product_id: int, step: str) -> None:
    who, now, note = actor(), clock.now(), request.form.get("note", "")[:300]
    match step:
        case "submit":
            publishing.submit(product_id, actor=who, now=now)
        case "send_back":
            publishing.send_back(product_id, note, actor=who, now=now)
        case "approve":
            publishing.approve(product_id, shelf_at=ApproveForm().instant, actor=who, now=now)
        case "shelve":
            publishing.shelve_now(product_id, actor=who, now=now)
        case "reopen":
            publishing.reopen(product_id, note, actor=who, now=now)
        case "delist":
            reason = request.form.get("reason", "")
            known = DelistReason(reason) if reason in set(DelistReason) else DelistReason.OTHER
            publishing.delist(product_id, known, note=note, actor=who, now=now)


def _refused(product: Product | None, form: ProductForm, refused: DomainError) -> Response:
    form[refused.field if refused.field in form else "name_en"].errors = [_(refused.message)]
    return _shown(product, form, status=422)


def _both(product: Product, form: ProductForm) -> Response:
    """Somebody saved meanwhile: what differs side by side; sending again takes the typed text."""
    theirs = editing.facts(product)
    differs = [one for one in texts.differences(theirs, form.typed()) if one["field"] in form and one["field"] in theirs]
    form.version.data = form.version.raw_data = None
    form.version.process_data(str(product.version))
    return _shown(product, form, status=409, differs=differs)


def _shown(product: Product | None, form: ProductForm, status: int = 200, differs: object = None) -> Response:
    seen = managing.history(product_id=product.id, cursor=request.args.get("page")) if product else None
    return page(
        "catalogue/product_edit.html", product=product, form=form, status=status, differs=differs, shelves=managing.shelves(),
        tags=managing.tags(), flags=POLICY_FLAGS, pictures=gallery(product) if product else [],
        missing=publishing.missing_of(product) if product and product.status is ProductStatus.DRAFT else [],
        history=seen, reasons=DelistReason, approve=ApproveForm(formdata=None), delist=DelistForm(formdata=None),
        people=managing.people([product.submitted_by, product.approved_by]) if product else {},
    )  # fmt: skip
