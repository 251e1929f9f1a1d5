"""Stock for the warehouse and the manager: the list, one article, bookings, thresholds."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, only
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import FIELD, new_key, once
from kit.web.limits import exporting
from kit.web.words import gettext
from storefront.inventory import exchanging, queries
from storefront.inventory.commands import booking
from storefront.inventory.forms import BookForm, ThresholdForm, as_query, filters_from
from storefront.inventory.vocabulary import Booking, StockState
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section

bp = Blueprint("manage_stock", __name__, url_prefix="/manage/stock")
keepers_only = only(*booking.KEEPERS)
sections.offer(
    Section(
        key="stock",
        endpoint="manage_stock.index",
        label=_l("Stock"),
        what=_l("What is there, what is promised, and every movement."),
        mark="warehouse",
        roles=booking.KEEPERS,
        order=40,
    )
)


@bp.get("")
@keepers_only
def index() -> Response:
    """Articles by number, narrowed by words and state."""
    filters = filters_from(request.args)
    listed = queries.listed(filters, request.args.get("page"))
    return page("inventory/index.html", page=listed, filters=filters, query=as_query(filters), states=StockState)


@bp.get("/<int:sku_id>")
@keepers_only
def show(sku_id: int) -> Response:
    """One article: its counters, what can be booked, what moved."""
    return _shown(sku_id, BookForm(formdata=None))


@bp.post("/<int:sku_id>/bookings")
@keepers_only
@once
def book(sku_id: int) -> Response:
    """Book units by hand."""
    form = BookForm()
    if not form.validate_on_submit():
        return _shown(sku_id, form, status=422)
    reference = f"hand:{actor().id}:{request.form.get(FIELD) or new_key()}"
    what, number, note = Booking(form.what.data), form.quantity.number or 0, form.note.data or ""
    try:
        moved = booking.book(sku_id, what, number, note=note, reference=reference, actor=actor(), now=clock.now())
    except RuleViolation as refused:
        form[refused.field or "quantity"].errors = [_(refused.message)]
        return _shown(sku_id, form, status=422)
    flash(_("Booked.") if moved else _("Nothing to book: the stock was right."))
    return see_other(".show", sku_id=sku_id)


@bp.post("/<int:sku_id>/threshold")
@keepers_only
def set_threshold(sku_id: int) -> Response:
    """From when on the manager is told."""
    form = ThresholdForm()
    if not form.validate_on_submit():
        return _shown(sku_id, BookForm(formdata=None), form, status=422)
    booking.set_threshold(sku_id, form.threshold.number or 0, actor=actor(), now=clock.now())
    flash(_("Saved."))
    return see_other(".show", sku_id=sku_id)


@bp.post("/bulk")
@keepers_only
@once
def act() -> Response:
    """One threshold for the ticked articles."""
    form, ids, back = ThresholdForm(), exchange.chosen_ids(), url_for(".index")
    if not form.validate_on_submit():
        flash(form.threshold.errors[0], "error")
        return see_other(".index")
    number, who, now = form.threshold.number or 0, actor(), clock.now()

    def set_one(sku_id: int) -> str:
        changed = booking.set_threshold(sku_id, number, actor=who, now=now)
        return gettext("The threshold is %(number)s now.", number=number) if changed else gettext("It was so already.")

    names = queries.numbers(ids)
    results = bulk.each(ids, lambda sku_id: names.get(sku_id, str(sku_id)), set_one)
    return page("manage/results.html", results=results, title=_("Set thresholds"), back=back, key="stock", only_check=False)


@bp.get("/export")
@keepers_only
@exporting  # type: ignore[untyped-decorator]
def export() -> Response:
    """The list as it is narrowed, as a file."""
    return exchange.exported("stock", exchanging.HEADER, exchanging.lines(filters_from(request.args)))


@bp.get("/import")
@keepers_only
def choose_file() -> Response:
    return _asked()


@bp.post("/import")
@keepers_only
@exporting  # type: ignore[untyped-decorator]
@once
def send_file() -> Response:
    """A stocktake or new thresholds from a table, each row with its result."""
    try:
        table = exchange.sent_table(needed=["sku"])
    except RuleViolation as refused:
        return _asked(_(refused.message), status=422)
    taker = exchanging.Taker(actor(), request.form.get(FIELD) or new_key(), clock.now())
    results = bulk.each_line(table.rows, "sku", taker.take, only_check=exchange.only_check())
    return page(
        "manage/results.html", results=results, title=_("Stock from a file"), back=url_for(".index"), key="stock",
        only_check=exchange.only_check(),
    )  # fmt: skip


def _asked(problem: str = "", status: int = 200) -> Response:
    return page(
        "manage/import.html", title=_("Stock from a file"), action=url_for(".send_file"), back=url_for(".index"), key="stock",
        columns=exchanging.columns(), problem=problem, status=status,
    )  # fmt: skip


def _shown(sku_id: int, form: BookForm, threshold: ThresholdForm | None = None, status: int = 200) -> Response:
    article = queries.one(sku_id)
    limit = threshold or ThresholdForm(formdata=None, threshold=str(article.threshold))
    moved = queries.movements(sku_id, request.args.get("page"))
    return page(
        "inventory/show.html", article=article, form=form, limit=limit, moved=moved, may_watch=actor().is_manager,
        bookings=Booking, status=status,
    )  # fmt: skip
