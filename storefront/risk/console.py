"""Held orders: why, and what was decided; and the points of the rules."""

from collections.abc import Callable

from flask import Blueprint, flash, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock, profile
from kit.accounts.guards import actor, leads_only, managers_only
from kit.accounts.vocabulary import LEADS
from kit.errors import Conflict, NotFound, RuleViolation
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.words import gettext as _
from storefront.manage import sections
from storefront.manage.sections import Section
from storefront.orders import queries as orders
from storefront.risk import queries
from storefront.risk.commands import checking
from storefront.risk.rules import HOLD_FROM
from storefront.risk.vocabulary import Reason

bp = Blueprint("manage_held", __name__, url_prefix="/manage/held")
sections.offer(
    Section(
        key="held", endpoint="manage_held.index", label=_l("Held orders"), mark="flag", roles=LEADS, order=15,
        what=_l("Orders to look at before they are sent."),
    )
)  # fmt: skip


@bp.get("")
@leads_only
def index() -> Response:
    """What waits for a look, the longest waiting first, and the latest decisions."""
    return page(
        "risk/manage.html", checks=queries.open_checks(), decided=queries.decided(), weights=queries.weights(),
        hold_from=HOLD_FROM, currency=profile.current().currency, me=actor(),
    )  # fmt: skip


@bp.post("/<number>/release")
@leads_only
@once
def release(number: str) -> Response:
    """Let the order go to the warehouse."""

    def act() -> str:
        checking.release(orders.by_number(number).id, _note(), actor_id=actor().id, now=clock.now())
        return _("Released. The warehouse can send it.")

    return _done(act)


@bp.post("/<number>/cancel")
@leads_only
@once
def cancel(number: str) -> Response:
    """Do not send it; the money goes back."""

    def act() -> str:
        checking.cancel(orders.by_number(number).id, _note(), actor_id=actor().id, now=clock.now())
        return _("Cancelled. What was paid goes back the way it came.")

    return _done(act)


@bp.post("/rules")
@managers_only
def set_rules() -> Response:
    """Points and figures of all reasons."""

    def act() -> str:
        for reason in Reason:
            points = request.form.get(f"points_{reason.value}", type=int)
            threshold = request.form.get(f"from_{reason.value}", type=int)
            if points is not None and threshold is not None:
                checking.set_rule(reason, points=points, threshold=threshold)
        return _("Saved.")

    return _done(act)


def _note() -> str:
    return request.form.get("note", "").strip()[:500]


def _done(act: Callable[[], str]) -> Response:
    try:
        flash(act())
    except (Conflict, NotFound, RuleViolation) as refused:
        flash(_(refused.message), "error")
    return see_other(".index")
