"""Filing, listing, reading and changing tickets by program."""

from typing import Any

from flask import jsonify, make_response
from werkzeug.wrappers import Response

from helpdesk import shop
from helpdesk.tickets import queries
from helpdesk.tickets.api import READ, WRITE, bp, documents
from helpdesk.tickets.api.schemas import Change, Filter, NewTicket, TicketDetail, TicketPage
from helpdesk.tickets.commands import changing, filing
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import queue
from helpdesk.tickets.vocabulary import Channel
from kit import clock
from kit.accounts import commands as accounts
from kit.accounts import queries as people
from kit.accounts.guards import actor
from kit.accounts.models import User
from kit.errors import NotAllowed, NotFound, RuleViolation
from kit.web.api import bearer, check_match
from kit.web.idempotency import once


def ticket_of(me: User, number: str) -> Ticket:
    """The ticket in the token owner's scope. Raises NotFound."""
    return queries.for_agent(me, number) if me.is_agent else queries.for_customer(me, number)


@bp.route("/tickets", methods=["POST"])
@bearer(WRITE)
@once
@bp.arguments(NewTicket)
@bp.answers(201, TicketDetail)
def file(given: dict[str, Any]) -> Response:
    """File a ticket: customers for themselves, agents for a requester."""
    me, now = actor(), clock.now()
    requester = _requester(given, me)
    order = _order(requester, given.get("order"))
    draft = filing.Draft(
        body=given["body"], subject=given["subject"], requester_id=requester.id, channel=Channel.API,
        category=given.get("category"), priority=given.get("priority") if me.is_agent else None, locale=given["locale"],
        order_id=order.id if order else None, order_number=order.number if order else None,
    )  # fmt: skip
    ticket = filing.file_ticket(draft, actor=me, now=now)
    response = _answer(ticket_of(me, ticket.number), 201)
    response.headers["Location"] = f"/api/v1/tickets/{ticket.number}"
    return response


@bp.route("/tickets", methods=["GET"])
@bearer(READ)
@bp.arguments(Filter, location="query")
@bp.response(200, TicketPage)
def index(given: dict[str, Any]) -> dict[str, Any]:
    """Tickets, the one with the newest message first; customers see their own."""
    me = actor()
    fields = {name: str(value) for name, value in given.items() if name != "cursor"}
    wanted = queue.Wanted(**{"status": "any", "sort": "newest", **fields})
    list_page = queue.page if me.is_agent else queue.own_page
    found = list_page(me, wanted, given.get("cursor"), now=clock.now())
    return {"items": [documents.listed(row) for row in found.rows], "next": found.older}


@bp.route("/tickets/<number>", methods=["GET"])
@bearer(READ)
@bp.answers(200, TicketDetail)
def show(number: str) -> Response:
    return _answer(ticket_of(actor(), number))


@bp.route("/tickets/<number>", methods=["PATCH"])
@bearer(WRITE)
@bp.arguments(Change)
@bp.answers(200, TicketDetail)
def change(given: dict[str, Any], number: str) -> Response:
    """Change what is given, all or nothing; If-Match guards against overwriting what the caller has not seen."""
    me, now = actor(), clock.now()
    ticket = ticket_of(me, number)
    check_match(ticket.version)
    if not me.is_agent and set(given) - {"status"}:
        raise NotAllowed("change", number)
    wanted = {name: value for name, value in given.items() if name != "assignee"}
    if "assignee" in given:
        wanted["assignee_id"] = _colleague(given["assignee"])
    changing.change(ticket.id, wanted, seen_version=ticket.version, actor=me, now=now)
    return _answer(ticket_of(me, number))


def _answer(ticket: Ticket, status: int = 200) -> Response:
    response = make_response(jsonify(documents.detail(ticket, for_agent=actor().is_agent)), status)
    response.set_etag(str(ticket.version))
    return response


def _requester(given: dict[str, Any], me: User) -> User:
    """Raises NotAllowed when a customer names somebody, RuleViolation when an agent names nobody."""
    person = given.get("requester")
    if not me.is_agent:
        if person is not None:
            raise NotAllowed("file", person["email"])
        return me
    if person is None:
        raise RuleViolation("no_requester", "Name the requester.", field="requester")
    return accounts.person(person["email"], person["name"], locale=given["locale"], now=clock.now())


def _order(requester: User, number: str | None) -> shop.Order | None:
    """Raises RuleViolation(unknown_order)."""
    if not number:
        return None
    try:
        return shop.order_for_customer(requester.id, number)
    except NotFound as missing:
        raise RuleViolation("unknown_order", "This customer has no order with this number.", field="order") from missing


def _colleague(email: str | None) -> int | None:
    """Raises RuleViolation(not_an_agent)."""
    found = people.user_by_email(email) if email else None
    if email and found is None:
        raise RuleViolation("not_an_agent", "Choose somebody who answers customers.", field="assignee")
    return found.id if found else None
