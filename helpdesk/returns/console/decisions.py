"""Deciding on cases: approve, reject, ask, accept, deduct, refuse, pay out."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from helpdesk.returns import queries
from helpdesk.returns.commands import authorizing, completing, negotiating
from helpdesk.returns.console import bp
from helpdesk.returns.console.cases import workspace
from helpdesk.returns.forms import AskForm, PayoutForm, RejectForm
from helpdesk.returns.models import Case
from kit import clock, money
from kit.accounts.guards import actor, agents_only, leads_only
from kit.errors import RuleViolation
from kit.numbers import whole
from kit.web.answers import see_other
from kit.web.idempotency import once


@bp.post("/<number>/approve")
@agents_only
@once
def approve(number: str) -> Response:
    case = queries.for_staff(actor(), number)
    keep_item = request.form.get("keep_item") == "1"
    authorizing.approve(case.id, keep_item=keep_item, actor=actor(), now=clock.now())
    flash(_("Approved. The customer is told what comes next."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/reject")
@agents_only
@once
def reject(number: str) -> Response:
    case = queries.for_staff(actor(), number)
    form = RejectForm()
    if not form.validate_on_submit():
        return workspace(case, reject=form, status=422)
    authorizing.reject(case.id, form.reason.data, actor=actor(), now=clock.now())
    flash(_("Rejected. The customer can object for seven days."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/ask")
@agents_only
@once
def ask(number: str) -> Response:
    case = queries.for_staff(actor(), number)
    form = AskForm()
    if not form.validate_on_submit():
        return workspace(case, ask=form, status=422)
    authorizing.ask_info(case.id, form.question.data, actor=actor(), now=clock.now())
    flash(_("Your question is on its way."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/decide")
@agents_only
@once
def decide(number: str) -> Response:
    """What becomes of inspected items: pay in full, offer less, or refuse the goods."""
    case = queries.for_staff(actor(), number)
    try:
        _decide(case, request.form.get("decision", ""))
    except RuleViolation as refusal:
        return workspace(queries.for_staff(actor(), number), problem=refusal, status=422)
    return see_other(".show", number=case.number)


@bp.post("/<number>/refunds/<int:refund_id>/approve")
@leads_only
@once
def approve_refund(number: str, refund_id: int) -> Response:
    """The second person's yes to a refund over the limit."""
    case = queries.for_staff(actor(), number)
    completing.approve_refund(case.id, refund_id, actor=actor(), now=clock.now())
    flash(_("The refund is released."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/payout")
@leads_only
@once
def payout(number: str) -> Response:
    case = queries.for_staff(actor(), number)
    form = PayoutForm()
    if not form.validate_on_submit():
        return workspace(case, payout=form, status=422)
    completing.manual_payout(case.id, form.proof.data, actor=actor(), now=clock.now())
    flash(_("The payout is recorded."))
    return see_other(".show", number=case.number)


@bp.post("/<number>/retry")
@leads_only
@once
def retry(number: str) -> Response:
    """Send a refund again that was refused."""
    case = queries.for_staff(actor(), number)
    completing.retry_refunds(case.id, actor=actor(), now=clock.now())
    flash(_("The refund is sent again."))
    return see_other(".show", number=case.number)


def _decide(case: Case, decision: str) -> None:
    words, now = request.form.get("words", ""), clock.now()
    has_proof = queries.has_inspection_photo(case.id)
    if decision == "full":
        only = [key for key in map(whole, request.form.getlist("only")) if key]
        completing.accept(case.id, only=only, actor=actor(), now=now)
        flash(_("Accepted. The refund is on its way."))
    elif decision == "less":
        deductions = _deductions(case)
        negotiating.partial_accept(case.id, deductions, words, has_proof=has_proof, actor=actor(), now=now)
        flash(_("The customer is asked to agree. The money leaves with the yes."))
    elif decision == "refuse":
        completing.refuse_goods(case.id, words, has_proof=has_proof, actor=actor(), now=now)
        flash(_("Refused. The customer can object for seven days."))
    else:
        raise RuleViolation("no_decision", "Choose what to do with the inspected items.", field="decision")


def _deductions(case: Case) -> dict[int, tuple[int, str]]:
    """Typed deductions by case line. Raises RuleViolation `bad_amount`."""
    ground = request.form.get("ground", "")
    found = {}
    for line in case.lines:
        text = request.form.get(f"deduction-{line.id}", "").strip()
        if not text:
            continue
        try:
            found[line.id] = money.parse_amount(text, case.currency), ground
        except money.MoneyError:
            raise RuleViolation("bad_amount", "Enter an amount such as 12.50.", field="deduction") from None
    return found
