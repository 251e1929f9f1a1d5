"""Promotions and their codes, for those who run the shop."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from kit import clock
from kit.accounts.guards import actor, managers_only
from kit.accounts.vocabulary import Role
from kit.errors import RuleViolation
from kit.web.answers import page, see_other
from kit.web.filters import iso
from kit.web.idempotency import once
from kit.web.limits import exporting
from kit.web.words import gettext
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section
from storefront.promotions import entering, queries
from storefront.promotions.commands import editing
from storefront.promotions.forms import CodesForm, PreviewForm, PromotionForm
from storefront.promotions.models import Promotion
from storefront.promotions.queries import managing
from storefront.promotions.queries.managing import PromotionFilters
from storefront.promotions.rules import judge, state_of, waived_freight
from storefront.promotions.vocabulary import PromotionKind, PromotionState

HEADER = (
    "id", "name_en", "name_zh", "kind", "benefit", "value", "currency", "threshold_minor", "needs_coupon", "starts_at", "ends_at",
    "state", "orders", "discount_minor", "units",
)  # fmt: skip
_SAMPLE_FREIGHT = 1_000  # minor units
bp = Blueprint("manage_promotions", __name__, url_prefix="/manage/promotions")
sections.offer(
    Section(
        key="promotions", endpoint="manage_promotions.index", label=_l("Promotions"),
        what=_l("Coupons, spend-and-save, flash prices and free delivery."), mark="tag",
        roles=(Role.MANAGER, Role.ADMIN, Role.SUPERADMIN), order=60,
    )
)  # fmt: skip


@bp.get("")
@managers_only
def index() -> Response:
    """Promotions, the newest first, narrowed by words, kind and state."""
    filters, now = filters_from(request.args), clock.now()
    listed = managing.listed(filters, request.args.get("page"), now=now)
    return page(
        "promotions/index.html", page=listed, filters=filters, query=as_query(filters), kinds=PromotionKind,
        states=PromotionState, state_of=lambda one: state_of(one.is_active, one.starts_at, one.ends_at, now),
    )  # fmt: skip


@bp.get("/export")
@managers_only
@exporting  # type: ignore[untyped-decorator]
def export() -> Response:
    """The list as it is narrowed, as a file."""
    now = clock.now()
    rows = managing.all_of(filters_from(request.args), now=now)
    return exchange.exported("promotions", HEADER, (_cells(one, orders, amount, units) for one, orders, amount, units in rows))


@bp.post("/bulk")
@managers_only
@once
def act() -> Response:
    """Stop or start the ticked promotions."""
    is_active, who, now = request.form.get("what") == "start", actor(), clock.now()

    def switch(promotion: Promotion) -> str:
        changed = editing.switch(promotion.id, is_active, actor_id=who.id, now=now)
        if not changed:
            return gettext("It was so already.")
        return gettext("Started.") if is_active else gettext("Stopped.")

    results = bulk.each(managing.named(exchange.chosen_ids()), lambda one: one.name.get("en", ""), switch)
    return page(
        "manage/results.html", results=results, title=_("Promotions"), back=url_for(".index"), key="promotions", only_check=False
    )


@bp.get("/new")
@managers_only
def new() -> Response:
    return _shown(None, entering.form_of(None, sent=False))


@bp.post("/new")
@managers_only
@once
def create() -> Response:
    """Make a promotion."""
    return _saved(None)


@bp.get("/<int:promotion_id>")
@managers_only
def show(promotion_id: int) -> Response:
    """The terms, the codes, and what a sample basket would pay."""
    promotion = managing.one(promotion_id)
    return _shown(promotion, entering.form_of(promotion, sent=False))


@bp.post("/<int:promotion_id>")
@managers_only
@once
def update(promotion_id: int) -> Response:
    """Change the terms; orders keep theirs."""
    return _saved(managing.one(promotion_id))


@bp.post("/<int:promotion_id>/codes")
@managers_only
@once
def make_codes(promotion_id: int) -> Response:
    """Make codes; they are handed out as a file this once."""
    promotion, form = managing.one(promotion_id), CodesForm()
    if form.validate_on_submit():
        try:
            codes = editing.make_codes(
                promotion.id, form.number.number or 0, limit_total=form.limit_total.number,
                limit_per_customer=form.limit_per_customer.number, actor_id=actor().id, now=clock.now(),
            )  # fmt: skip
            return exchange.exported(f"coupons-{promotion.id}", ("code",), ((code,) for code in codes))
        except RuleViolation as refused:
            form.number.errors = [_(refused.message)]
    return _shown(promotion, entering.form_of(promotion, sent=False), codes=form, status=422)


@bp.get("/<int:promotion_id>/preview")
@managers_only
def preview(promotion_id: int) -> Response:
    """What a sample basket would pay with this promotion alone, at today's prices."""
    promotion, form = managing.one(promotion_id), PreviewForm(request.args)
    sample, status = None, 200
    try:
        if form.validate():
            items = managing.basket(entering.basket_of(form.basket.data))
            offers = [queries.Supplies([promotion]).offer(promotion)]
            judged = judge(items, offers)
            waived, _offer = waived_freight(items, _SAMPLE_FREIGHT, offers, judged)
            sample = {
                "total": sum(item.list_total_minor for item in items), "off": sum(one.amount_minor for one in judged.applied),
                "waived": waived, "freight": _SAMPLE_FREIGHT, "near": judged.near,
            }  # fmt: skip
        else:
            status = 422
    except RuleViolation as refused:
        form.basket.errors, status = [_(refused.message)], 422
    return _shown(promotion, entering.form_of(promotion, sent=False), preview=form, sample=sample, status=status)


def filters_from(args: MultiDict[str, str]) -> PromotionFilters:
    """What the address asks for: q, kind, state, campaign."""
    kind, state = args.get("kind", ""), args.get("state", "")
    return PromotionFilters(
        words=args.get("q", "").strip()[:100], kind=PromotionKind(kind) if kind in set(PromotionKind) else None,
        state=PromotionState(state) if state in set(PromotionState) else None, campaign_id=args.get("campaign", type=int),
    )  # fmt: skip


def as_query(filters: PromotionFilters) -> dict[str, Any]:
    """The filters for an address."""
    values = asdict(filters)
    return {"q": values.pop("words") or None, "campaign": values.pop("campaign_id"), **values}


def _saved(promotion: Promotion | None) -> Response:
    form, now = entering.form_of(promotion, sent=True), clock.now()
    if not form.validate_on_submit():
        return _shown(promotion, form, status=422)
    try:
        terms = entering.terms_of(form)
        saved = editing.save(promotion.id if promotion else None, terms, actor_id=actor().id, now=now)
    except RuleViolation as refused:
        form[refused.field or "name_en"].errors = [_(refused.message)]
        return _shown(promotion, form, status=422)
    flash(_("Saved. Orders placed before keep their terms."))
    return see_other(".show", promotion_id=saved.id)


def _shown(promotion: Promotion | None, form: PromotionForm, *, status: int = 200, **more: Any) -> Response:
    usual = {
        "codes": CodesForm(formdata=None, number="20", limit_total="1", limit_per_customer="1"), "sample": None,
        "preview": PreviewForm(formdata=None), "coupons": managing.coupons(promotion.id) if promotion else [],
    }  # fmt: skip
    return page("promotions/edit.html", status=status, promotion=promotion, form=form, **(usual | more))


def _cells(one: Promotion, orders: int, amount: int, units: int) -> tuple[Any, ...]:
    state = state_of(one.is_active, one.starts_at, one.ends_at, clock.now())
    return (
        one.id, one.name.get("en", ""), one.name.get("zh", ""), one.kind.value, one.benefit.value, one.value, one.currency,
        one.threshold_minor, int(one.needs_coupon), iso(one.starts_at), iso(one.ends_at) if one.ends_at else "", state.value,
        orders, amount, units,
    )  # fmt: skip
