"""The list of cases and the workspace of one (design 03)."""

from functools import partial
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.proposals import queries as proposals
from helpdesk.returns import progress, queries, wording
from helpdesk.returns.commands import moving, settling
from helpdesk.returns.console import bp
from helpdesk.returns.forms import OFFERED_DISPOSITIONS, AskForm, PayoutForm, ReceiveForm, RejectForm
from helpdesk.returns.models import Case
from helpdesk.returns.rules import history, lifecycle
from helpdesk.returns.vocabulary import Event, Grade, Party, State
from kit.accounts.guards import actor, staff_only
from kit.errors import RuleViolation
from kit.uploads.serving import serve
from kit.web.answers import answer, page
from kit.web.paging import Cursor

DESK_EVENTS = (
    *(Event.APPROVE, Event.REJECT, Event.ASK_INFO, Event.RECEIVE, Event.INSPECT),
    *(Event.ACCEPT, Event.PARTIAL_ACCEPT, Event.REFUSE_GOODS, Event.MANUAL_PAYOUT),
)


@bp.get("", strict_slashes=False)
@staff_only
def index() -> Response:
    """Open cases by deadline, or one view of them."""
    view = request.args.get("view", "open")
    found = queries.page_of_cases(view, Cursor.parse(request.args.get("at"), queries.CURSOR_KINDS))
    context: dict[str, Any] = {"view": view, "page": found, "counts": queries.counts(), "wording": wording}
    return answer("returns/_cases.html", otherwise=partial(page, "returns/cases.html", **context), **context)


@bp.get("/<number>")
@staff_only
def show(number: str) -> Response:
    """The workspace of a case."""
    return workspace(queries.for_staff(actor(), number))


@bp.get("/<number>/evidence/<int:evidence_id>")
@staff_only
def evidence(number: str, evidence_id: int) -> Response:
    """A file of the case."""
    return serve(queries.evidence_file(queries.for_staff(actor(), number), evidence_id, for_customer=False))


def workspace(case: Case, *, problem: RuleViolation | None = None, status: int = 200, **forms: Any) -> Response:
    """The page of a case, with a form as it was sent when something is wrong with it."""
    file = queries.file_of(case)
    parties = moving.parties_of(actor(), case) - {Party.BUYER}
    order = shop.order(case.order_id)
    shown: dict[str, Any] = {
        "reject": RejectForm(formdata=None),
        "ask": AskForm(formdata=None),
        "receive": ReceiveForm(formdata=None),
        "payout": PayoutForm(formdata=None),
        **forms,
    }
    return page(
        "returns/desk_case.html",
        status=status,
        case=case,
        file=file,
        order=order,
        problem=problem,
        forms=shown,
        track=progress.track(file),
        may={event: lifecycle.may(case.type, case.state, event, parties) for event in DESK_EVENTS},
        ready_minor=settling.ready_minor(case) if case.state in (State.RECEIVED, State.INSPECTED) else 0,
        refunds=shop.refunds(case.number),
        offers=proposals.of_case(case.id),
        customer=shop.customer_summary(case.customer_id),
        earlier=queries.earlier_of(case.customer_id, case.id),
        parcels=[parcel for parcel in shop.shipments(case.order_id) if parcel.case_ref == case.number],
        carriers=shop.carriers(),
        approval_limit_minor=shop.APPROVAL_LIMIT_MINOR,
        is_intact=history.first_break(reversed(file.history)) is None,
        grades=list(Grade),
        dispositions=OFFERED_DISPOSITIONS,
        wording=wording,
    )
