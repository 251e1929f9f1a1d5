"""Money that people must look after: entries of the bank statement to match, refunds to approve or pay out, open answers."""

from collections.abc import Callable

from flask import Blueprint, flash, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kit import clock, profile
from kit.accounts.guards import actor, leads_only
from kit.accounts.vocabulary import LEADS
from kit.errors import Conflict, NotAllowed, NotFound, RuleViolation
from kit.sheets import Row
from kit.web.answers import page, see_other
from kit.web.idempotency import once
from kit.web.words import gettext as _
from storefront.manage import bulk, exchange, sections
from storefront.manage.sections import Section
from storefront.payments import queries
from storefront.payments.commands import matching, refunding, settling
from storefront.payments.forms import EntryForm, amount_in, day_in
from storefront.payments.provider import label
from storefront.payments.queries import desk

bp = Blueprint("manage_payments", __name__, url_prefix="/manage/payments")
sections.offer(
    Section(
        key="payments", endpoint="manage_payments.index", label=_l("Payments"), mark="refund", roles=LEADS, order=30,
        what=_l("Transfers to match, refunds to approve or pay out, answers that are missing."),
    )
)  # fmt: skip


@bp.get("")
@leads_only
def index() -> Response:
    """Everything about money that waits for a person."""
    return page(
        "payments/manage.html", entries=desk.open_entries(), transfers=desk.awaited_transfers(), held=desk.held_refunds(),
        payouts=desk.payouts(), notices=desk.unmatched_notices(), unanswered=desk.unanswered(), label=label, me=actor(),
        currency=profile.current().currency,
    )  # fmt: skip


@bp.post("/entries")
@leads_only
@once
def enter() -> Response:
    """Note one entry of the bank statement."""
    form = EntryForm()
    if not form.validate_on_submit():
        flash(next(iter(form.errors.values()))[0], "error")
        return see_other(".index")

    def act() -> str:
        currency = profile.current().currency
        is_new = matching.take_entry(
            form.reference.data, amount_in(form.amount.data, currency), currency, payer=form.payer.data or "",
            text=form.text.data or "", at=clock.now(),
        )  # fmt: skip
        return _("Noted.") if is_new else _("This entry is already there.")

    return _done(act)


@bp.route("/entries/import", methods=["GET", "POST"])
@leads_only
def take_statement() -> Response:
    """A bank statement as a table; entries that are there already change nothing."""
    if request.method == "GET":
        return _import_page()
    try:
        table, check = exchange.sent_table(needed=("reference", "amount")), exchange.only_check()
    except RuleViolation as refused:
        return _import_page(_(refused.message))
    results = bulk.each_line(table.rows, "reference", _entry_of, only_check=check)
    return page("manage/results.html", results=results, title=_("Bank statement"), back=_home(), key="payments", only_check=check)


@bp.post("/entries/<int:entry_id>/match")
@leads_only
@once
def match(entry_id: int) -> Response:
    """The entry is for the order with this number."""

    def act() -> str:
        number = request.form.get("order", "").strip()[:40]
        payment = queries.transfer_of(number)
        if payment is None:
            raise RuleViolation("not_a_transfer", "This order is not waiting for a transfer.", field="order")
        is_paid = matching.match(entry_id, payment.id, actor_id=actor().id, now=clock.now())
        return _("Matched. The order is paid.") if is_paid else _("Matched. A part is still open.")

    return _done(act)


@bp.post("/entries/<int:entry_id>/aside")
@leads_only
@once
def set_aside(entry_id: int) -> Response:
    """The entry belongs to no order."""

    def act() -> str:
        matching.set_aside(entry_id, request.form.get("note", "").strip()[:300], actor_id=actor().id, now=clock.now())
        return _("Set aside.")

    return _done(act)


@bp.post("/refunds/<int:refund_id>/approve")
@leads_only
@once
def approve(refund_id: int) -> Response:
    """The second person lets a refund go."""

    def act() -> str:
        refunding.approve(refund_id, approver_id=actor().id, now=clock.now())
        return _("The refund is on its way.")

    return _done(act)


@bp.post("/refunds/<int:refund_id>/retry")
@leads_only
@once
def retry(refund_id: int) -> Response:
    """Try the declined shares of a refund again."""

    def act() -> str:
        refunding.retry(refund_id, actor_id=actor().id, now=clock.now())
        return _("The refund is on its way.")

    return _done(act)


@bp.post("/payouts/<int:tender_id>")
@leads_only
@once
def pay_out(tender_id: int) -> Response:
    """A share was paid by hand; `proof` names the receipt."""

    def act() -> str:
        proof = request.form.get("proof", "").strip()[:200]
        if not proof:
            raise RuleViolation("proof_needed", "Enter the number of the receipt or transfer.", field="proof")
        if request.form.get("declined") == "1":
            settling.pay_out_manually(tender_id, proof, actor_id=actor().id, now=clock.now())
        else:
            settling.confirm_payout(tender_id, proof, now=clock.now())
        return _("Noted. The customer is told.")

    return _done(act)


def _done(act: Callable[[], str]) -> Response:
    """Do it and say so, or say why not; either way the list comes back."""
    try:
        flash(act())
    except (Conflict, NotAllowed, NotFound, RuleViolation) as refused:
        flash(_(refused.message), "error")
    return see_other(".index")


def _entry_of(row: Row) -> str:
    currency, cells = profile.current().currency, row.cells
    is_new = matching.take_entry(
        cells["reference"][:100], amount_in(cells["amount"], currency), currency, payer=cells.get("payer", "")[:200],
        text=cells.get("text", "")[:500], at=day_in(cells.get("date", ""), clock.now()),
    )  # fmt: skip
    return _("Noted.") if is_new else _("This entry is already there.")


def _import_page(problem: str = "") -> Response:
    columns = [
        ("reference", _("The bank's own number of the entry")), ("amount", _("What came in, such as 459.00")),
        ("payer", _("Who sent it")), ("text", _("What the sender wrote")), ("date", _("The day, as 2026-05-14")),
    ]  # fmt: skip
    return page(
        "manage/import.html", status=422 if problem else 200, title=_("Bank statement"), action=_home() + "/entries/import",
        back=_home(), key="payments", columns=columns, problem=problem,
    )  # fmt: skip


def _home() -> str:
    return "/manage/payments"
