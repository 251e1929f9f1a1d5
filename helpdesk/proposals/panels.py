"""Offers in other features' pages: beside the ticket, in its composer, and on the customer's ticket page."""

from flask import render_template

from helpdesk.proposals import commands, queries, rules, wording
from helpdesk.proposals.vocabulary import Status
from helpdesk.tickets.models import Ticket
from kit import clock
from kit.accounts.models import User
from kit.web.panels import panel


@panel("ticket.context", order=40)
def offers(ticket: Ticket, **_context: object) -> str:
    """What was offered and how it was answered."""
    found = queries.of_ticket(ticket.id)
    if not found:
        return ""
    return render_template("proposals/_context.html", ticket=ticket, proposals=found, wording=wording)


@panel("ticket.composer", order=40)
def propose(ticket: Ticket, **_context: object) -> str:
    """The way to a new offer."""
    return render_template("proposals/_propose.html", ticket=ticket)


@panel("portal.ticket", order=10)
def offer_card(ticket: Ticket, actor: User | None = None, **_context: object) -> str:
    """The newest offer as the customer sees it: to answer, or how it was answered."""
    found = queries.of_ticket(ticket.id)
    if not found or found[0].status is Status.WITHDRAWN:
        return ""
    proposal = found[0]
    if proposal.seen_at is None:
        commands.mark_seen(proposal.id, now=clock.now())
    text_hash = rules.fingerprint(wording.shown(proposal))
    is_open = proposal.status is Status.OFFERED and clock.now() <= proposal.expires_at
    return render_template(
        "proposals/_card.html", ticket=ticket, proposal=proposal, wording=wording, text_hash=text_hash, is_open=is_open
    )
