"""Cases for programs: open, look, quote, and take the steps of the table of transitions."""

from collections.abc import Callable
from typing import Any

import marshmallow as ma
from flask import request

from helpdesk import shop
from helpdesk.returns import queries
from helpdesk.returns.commands import authorizing, completing, inspecting, negotiating, receiving, requesting
from helpdesk.returns.documents import quotes
from helpdesk.returns.documents.reading import Node
from helpdesk.returns.models import Case
from helpdesk.returns.vocabulary import API_EVENTS, CaseType, Cause, Disposition, Event, Grade, Reason
from kit import clock
from kit.accounts.guards import actor
from kit.accounts.models import User
from kit.errors import Conflict, NotFound
from kit.uploads import commands as uploads
from kit.uploads.models import Upload
from kit.web.api import Schema, bearer, blueprint
from kit.web.filters import iso
from kit.web.idempotency import once
from kit.web.paging import Cursor

bp = blueprint("cases_api", "After-sales cases: returns and refunds, their steps and quotes.")

CaseLineDocument = Schema.from_dict(
    {name: ma.fields.Integer() for name in ("id", "order_line_id", "quantity", "qty_received", "qty_accepted", "refund_minor")},
    name="CaseLineDocument",
)
CaseDocument = Schema.from_dict(
    {
        **{
            name: ma.fields.String() for name in ("number", "type", "state", "reason", "order", "ticket", "currency", "description")
        },
        **{name: ma.fields.Integer() for name in ("requested_minor", "agreed_minor", "version")},
        **{name: ma.fields.String(allow_none=True) for name in ("opened_at", "due_at", "closed_at", "close_reason")},
        "lines": ma.fields.List(ma.fields.Nested(CaseLineDocument)),
    },
    name="CaseDocument",
)
CasePage = Schema.from_dict(
    {"items": ma.fields.List(ma.fields.Nested(CaseDocument)), "next": ma.fields.String(allow_none=True)}, name="CasePage"
)
QuoteAnswer = Schema.from_dict({"answer": ma.fields.Dict()}, name="QuoteAnswer")


@bp.route("/cases", methods=["GET"])
@bearer("cases:read")
@bp.response(200, CasePage)
def index() -> dict[str, Any]:
    """Cases, the open ones by deadline (`view` as in the desk, `cursor` from `next`); a customer's token lists their own."""
    if not actor().is_staff:
        return {"items": [_document(case) for case in queries.of_customer(actor().id)], "next": None}
    cursor = Cursor.parse(request.args.get("cursor"), queries.CURSOR_KINDS)
    found = queries.page_of_cases(request.args.get("view", "open"), cursor)
    return {"items": [_document(case) for case in found.rows], "next": found.older}


@bp.route("/cases", methods=["POST"])
@bearer("cases:write")
@once
@bp.response(201, CaseDocument)
def create() -> dict[str, Any]:
    """Open a case on an order of the token's customer: order, type, reason, lines [{order_line_id, quantity}], description."""
    body, person = _body(), actor()
    order = shop.order_for_customer(person.id, body.text("order"))
    wanted = requesting.Request(
        order_id=order.id,
        customer_id=person.id,
        type=body.choice("type", CaseType),
        reason=body.choice("reason", Reason),
        units={line.integer("order_line_id"): line.integer("quantity", low=1) for line in body.children("lines")},
        description=body.text("description", ""),
        body=body.text("description", order.number),
        locale=person.locale,
        uploads=_uploads(body, person),
        channel="api",
    )
    return _document(requesting.open_case(wanted, actor=person, now=clock.now()))


@bp.route("/cases/quote", methods=["POST"])
@bearer("cases:read")
@bp.answers(200, QuoteAnswer)
def quote() -> dict[str, Any]:
    """The answer of `helpdesk returns quote` to the same document."""
    return quotes.answer(request.get_json(silent=True))


@bp.route("/cases/<number>", methods=["GET"])
@bearer("cases:read")
@bp.response(200, CaseDocument)
def show(number: str) -> dict[str, Any]:
    """A case the token's owner may see."""
    return _document(_case(number))


@bp.route("/cases/<number>/<event>", methods=["POST"])
@bearer("cases:write")
@once
@bp.response(200, CaseDocument)
def step(number: str, event: str) -> dict[str, Any]:
    """Take a step; the body holds what it needs. 409 when the case has moved on, 403 when the step is for others."""
    if event not in {str(known) for known in API_EVENTS}:
        raise NotFound("event", event)
    case = _case(number)
    if Event(event) not in _STEPS:
        raise Conflict("wrong_state", "The case has moved on. Reload the page to see where it stands.")
    _STEPS[Event(event)](case, _body())
    return _document(_case(number))


def _approve(case: Case, body: Node) -> None:
    authorizing.approve(case.id, keep_item=body.boolean("keep_item", default=False), actor=actor(), now=clock.now())


def _reject(case: Case, body: Node) -> None:
    authorizing.reject(case.id, body.text("reason"), actor=actor(), now=clock.now())


def _ask_info(case: Case, body: Node) -> None:
    authorizing.ask_info(case.id, body.text("question"), actor=actor(), now=clock.now())


def _supply(case: Case, body: Node) -> None:
    authorizing.supply(case.id, body.text("words", ""), _uploads(body, actor()), actor=actor(), now=clock.now())


def _amend(case: Case, body: Node) -> None:
    authorizing.amend(case.id, body.text("words", ""), _uploads(body, actor()), actor=actor(), now=clock.now())


def _cancel(case: Case, _body: Node) -> None:
    authorizing.cancel(case.id, actor=actor(), now=clock.now())


def _add_tracking(case: Case, body: Node) -> None:
    receiving.add_tracking(case.id, body.text("carrier"), body.text("tracking"), actor=actor(), now=clock.now())


def _receive(case: Case, body: Node) -> None:
    counted = {line.integer("id"): line.integer("quantity") for line in body.children("lines")}
    receiving.receive(
        case.id,
        counted,
        is_all=body.boolean("is_all", default=False),
        unexpected=body.text("unexpected", ""),
        actor=actor(),
        now=clock.now(),
    )


def _inspect(case: Case, body: Node) -> None:
    found = [
        inspecting.Finding(
            line_id=line.integer("id"),
            quantity=line.integer("quantity", low=1),
            grade=line.choice("grade", Grade),
            disposition=line.choice("disposition", Disposition),
            cause=line.choice("cause", Cause, Cause.SELLABLE),
            note=line.text("note", ""),
            photos=_uploads(line, actor()),
        )
        for line in body.children("lines")
    ]
    inspecting.inspect(case.id, found, actor=actor(), now=clock.now())


def _accept(case: Case, body: Node) -> None:
    completing.accept(case.id, only=body.integers("lines"), actor=actor(), now=clock.now())


def _partial_accept(case: Case, body: Node) -> None:
    deductions = {line.integer("id"): (line.integer("deduction_minor"), line.text("ground", "")) for line in body.children("lines")}
    negotiating.partial_accept(
        case.id, deductions, body.text("words"), has_proof=queries.has_inspection_photo(case.id), actor=actor(), now=clock.now()
    )


def _refuse_goods(case: Case, body: Node) -> None:
    proof = queries.has_inspection_photo(case.id)
    completing.refuse_goods(case.id, body.text("reason"), has_proof=proof, actor=actor(), now=clock.now())


def _propose(case: Case, body: Node) -> None:
    kind = body.choice("type", CaseType)
    negotiating.propose(case.id, kind, body.integer("amount_minor"), body.text("words"), actor=actor(), now=clock.now())


def _manual_payout(case: Case, body: Node) -> None:
    completing.manual_payout(case.id, body.text("proof"), actor=actor(), now=clock.now())


def _other_tender(case: Case, _body: Node) -> None:
    completing.retry_refunds(case.id, actor=actor(), now=clock.now())


_STEPS: dict[Event, Callable[[Case, Node], None]] = {
    Event.APPROVE: _approve,
    Event.REJECT: _reject,
    Event.ASK_INFO: _ask_info,
    Event.SUPPLY: _supply,
    Event.AMEND: _amend,
    Event.CANCEL: _cancel,
    Event.ADD_TRACKING: _add_tracking,
    Event.RECEIVE: _receive,
    Event.INSPECT: _inspect,
    Event.ACCEPT: _accept,
    Event.PARTIAL_ACCEPT: _partial_accept,
    Event.REFUSE_GOODS: _refuse_goods,
    Event.PROPOSE: _propose,
    Event.MANUAL_PAYOUT: _manual_payout,
    Event.OTHER_TENDER: _other_tender,
}


def _case(number: str) -> Case:
    return queries.for_staff(actor(), number) if actor().is_staff else queries.for_customer(actor(), number)


def _body() -> Node:
    """The JSON object of the request, an empty one without a body. Raises RuleViolation `bad_input`."""
    if not request.get_data():
        return Node({}, "")
    return Node.of(request.get_json(silent=True), "")


def _uploads(body: Node, owner: User) -> list[Upload]:
    return uploads.by_tokens(body.texts("uploads"), owner.id)


def _document(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "type": case.type.value,
        "state": case.state.value,
        "reason": case.reason.value,
        "order": case.order_number,
        "ticket": case.ticket_number or "",
        "currency": case.currency,
        "description": case.description,
        "requested_minor": case.requested_minor,
        "agreed_minor": case.agreed_minor,
        "version": case.version,
        "opened_at": iso(case.opened_at),
        "due_at": iso(case.due_at) if case.due_at else None,
        "closed_at": iso(case.closed_at) if case.closed_at else None,
        "close_reason": case.close_reason.value if case.close_reason else None,
        "lines": [
            {
                "id": line.id,
                "order_line_id": line.order_line_id,
                "quantity": line.quantity,
                "qty_received": line.qty_received,
                "qty_accepted": line.qty_accepted,
                "refund_minor": line.refund_minor,
            }
            for line in case.lines
        ],
    }
