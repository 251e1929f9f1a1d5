"""The customer's answer to an offer: always a confirmed POST, never a link that decides."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from helpdesk.proposals import commands, queries, wording
from kit import clock
from kit.accounts.guards import actor, signed_in
from kit.web.answers import see_other_path
from kit.web.idempotency import once

bp = Blueprint("proposals", __name__, url_prefix="/help/proposals")


@bp.get("/<int:proposal_id>")
@signed_in
def show(proposal_id: int) -> Response:
    """An offer stands in its conversation."""
    _proposal, ticket = queries.for_customer(actor(), proposal_id)
    return see_other_path(f"/help/tickets/{ticket.number}#proposal")


@bp.post("/<int:proposal_id>/accept")
@signed_in
@once
def accept(proposal_id: int) -> Response:
    """Yes, to the words that were on the page."""
    proposal, ticket = queries.for_customer(actor(), proposal_id)
    agreed_to = request.form.get("text_hash", "")
    commands.accept(proposal.id, agreed_to, wording.shown(proposal), actor=actor(), now=clock.now())
    flash(_("Thank you. We have your yes and carry it out."))
    return see_other_path(f"/help/tickets/{ticket.number}#proposal")


@bp.post("/<int:proposal_id>/decline")
@signed_in
@once
def decline(proposal_id: int) -> Response:
    """No, with or without a reason."""
    proposal, ticket = queries.for_customer(actor(), proposal_id)
    commands.decline(proposal.id, request.form.get("reason", ""), actor=actor(), now=clock.now())
    flash(_("We have your answer and get back to you."))
    return see_other_path(f"/help/tickets/{ticket.number}#proposal")
