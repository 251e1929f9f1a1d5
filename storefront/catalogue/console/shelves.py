"""The tree of shelves for its managers."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.accounts.vocabulary import MANAGERS
from kit.errors import Conflict, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.words import gettext
from storefront.catalogue.commands import shelving
from storefront.catalogue.commands.shelving import ShelfDraft
from storefront.catalogue.forms.products import ShelfForm
from storefront.catalogue.models import Category
from storefront.catalogue.queries import managing
from storefront.catalogue.rules import addresses, texts
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section

bp = Blueprint("manage_categories", __name__, url_prefix="/manage/categories")
sections.offer(
    Section(
        key="categories",
        endpoint="manage_categories.index",
        label=_l("Categories"),
        what=_l("The three levels of shelves, without broken links."),
        mark="layers",
        roles=MANAGERS,
        order=35,
    )
)


@bp.get("")
@managers_only
def index() -> Response:
    """The whole tree; `q` keeps the shelves whose name has the words."""
    words = request.args.get("q", "").strip()[:100]
    every = managing.shelves()
    kept = [one for one in every if all(word in " ".join(one.name.values()).casefold() for word in words.casefold().split())]
    return page("catalogue/categories.html", shelves=kept, every=every, counts=managing.counts(), words=words)


@bp.get("/new")
@managers_only
def new() -> Response:
    return _shown(None, ShelfForm(formdata=None, parent=request.args.get("below", type=int)))


@bp.post("")
@managers_only
@once
def create() -> Response:
    form = ShelfForm()
    if not form.validate_on_submit():
        return _shown(None, form, status=422)
    try:
        shelf = shelving.add(_draft(form), actor=actor(), now=clock.now())
    except RuleViolation as refused:
        return _refused(None, form, refused)
    flash(_("Saved."))
    return see_other(".show", category_id=shelf.id)


@bp.get("/<int:category_id>")
@managers_only
def show(category_id: int) -> Response:
    shelf = managing.shelf(category_id)
    return _shown(shelf, ShelfForm.of(shelf))


@bp.post("/<int:category_id>")
@managers_only
def update(category_id: int) -> Response:
    """Rename or move; a stale page shows both versions."""
    shelf, form = managing.shelf(category_id), ShelfForm()
    if not form.validate_on_submit():
        return _shown(shelf, form, status=422)
    try:
        shelving.change(category_id, _draft(form), seen_version=form.seen_version, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        return _refused(managing.shelf(category_id), form, refused)
    except Conflict:
        return _both(managing.shelf(category_id), form)
    flash(_("Saved. Old links lead to the new place."))
    return see_other(".show", category_id=category_id)


@bp.post("/<int:category_id>/remove")
@managers_only
@once
def remove(category_id: int) -> Response:
    """Take a shelf away; its products and links go to the chosen one."""
    try:
        target = shelving.remove(category_id, into_id=request.form.get("into", 0, type=int), actor=actor(), now=clock.now())
    except RuleViolation as refused:
        flash(_(refused.message), "error")
        return see_other(".show", category_id=category_id)
    flash(_("Removed. Products and links are on the other shelf now."))
    return see_other(".show", category_id=target.id)


@bp.post("/bulk")
@managers_only
@once
def act() -> Response:
    """Put the ticked shelves below another one, each with its own result."""
    ids, below = exchange.chosen_ids(), request.form.get("parent", type=int)
    who, now = actor(), clock.now()

    def move(category_id: int) -> str:
        one = managing.shelf(category_id)
        draft = ShelfDraft(slug=one.slug, name=one.name, parent_id=below, position=one.position)
        shelving.change(category_id, draft, seen_version=None, actor=who, now=now)
        return gettext("Done.")

    names = {one.id: one.slug for one in managing.shelves()}
    results = bulk.each(ids, lambda category_id: names.get(category_id, str(category_id)), move)
    return page(
        "manage/results.html", results=results, title=_("Move categories"), back=url_for(".index"), key="categories",
        only_check=False,
    )  # fmt: skip


def _draft(form: ShelfForm) -> ShelfDraft:
    name = texts.pair(form.name_en.data or "", form.name_zh.data or "")
    slug = (form.slug.data or "").strip() or addresses.slug_of(name.get("en", ""))
    return ShelfDraft(slug=slug, name=name, parent_id=form.parent.data, position=form.position.number or 0)


def _refused(shelf: Category | None, form: ShelfForm, refused: RuleViolation) -> Response:
    form[refused.field if refused.field in form else "name_en"].errors = [_(refused.message)]
    return _shown(shelf, form, status=422)


def _both(shelf: Category, form: ShelfForm) -> Response:
    saved = ShelfForm.of(shelf)
    names = ("name_en", "name_zh", "slug", "position", "parent")
    differs = texts.differences(*({name: str(one[name].data or "") for name in names} for one in (saved, form)))
    form.version.process_data(str(shelf.version))
    return _shown(shelf, form, status=409, differs=differs)


def _shown(shelf: Category | None, form: ShelfForm, status: int = 200, differs: object = None) -> Response:
    seen = managing.history(category_id=shelf.id, cursor=request.args.get("page")) if shelf else None
    every = managing.shelves()
    free = [one for one in every if not (shelf and addresses.is_below(one.path, shelf.path))]
    return page(
        "catalogue/category_edit.html", shelf=shelf, form=form, status=status, differs=differs, history=seen,
        parents=[one for one in free if one.depth < 3], targets=[one for one in every if shelf and one.id != shelf.id],
    )  # fmt: skip
