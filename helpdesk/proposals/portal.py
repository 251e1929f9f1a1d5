"""The customer's answer to an offer: always a confirmed POST, never a link that decides."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from helpdesk.proposals import commands, queries, wording
from helpdesk.proposals.models import Proposal
from helpdesk.proposals.reader import readers_only
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.portal.reader import person_of, ticket_of_reader
from kit import clock
from kit.web.answers import see_other_path
from kit.web.idempotency import once

bp = Blueprint("proposals", __name__, url_prefix="/help/proposals")


@bp.get("/<int:proposal_id>")
@readers_only
def show(proposal_id: int) -> Response:
    """An offer stands in its conversation."""
    _proposal, ticket = _of_reader(proposal_id)
    return see_other_path(f"/help/tickets/{ticket.number}#proposal")


@bp.post("/<int:proposal_id>/accept")
@readers_only
@once
def accept(proposal_id: int) -> Response:
    """Yes, to the words that were on the page."""
    proposal, ticket = _of_reader(proposal_id)
    agreed_to = request.form.get("text_hash", "")
    commands.accept(proposal.id, agreed_to, wording.shown(proposal), actor=person_of(ticket), now=clock.now())
    flash(_("Thank you. We have your yes and carry it out."))
    return see_other_path(f"/help/tickets/{ticket.number}#proposal")


@bp.post("/<int:proposal_id>/decline")
@readers_only
@once
def decline(proposal_id: int) -> Response:
    """No, with or without a reason."""
    proposal, ticket = _of_reader(proposal_id)
    commands.decline(proposal.id, request.form.get("reason", ""), actor=person_of(ticket), now=clock.now())
    flash(_("We have your answer and get back to you."))
    return see_other_path(f"/help/tickets/{ticket.number}#proposal")


def _of_reader(proposal_id: int) -> tuple[Proposal, Ticket]:
    """An offer in a conversation of the reader, with it. Raises NotFound for any other."""
    proposal, number = queries.with_number(proposal_id)
    return proposal, ticket_of_reader(number)
