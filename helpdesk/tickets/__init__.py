"""Tickets: the conversation with a customer and the status of the work on it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: "Flask") -> None:
    """Register the console, the customer's pages, panels, what is listened to, the sweep and the facts for classification."""
    from helpdesk.classification.registry import FACTS
    from helpdesk.tickets import api, console, jobs, panels, portal, privacy, subscribers  # noqa: F401
    from helpdesk.tickets.api import messages  # noqa: F401
    from helpdesk.tickets.api import tickets as api_tickets  # noqa: F401
    from helpdesk.tickets.console import bulk, filing, presence, properties, queue, replies, ticket, timeline  # noqa: F401
    from helpdesk.tickets.portal import filing as requests  # noqa: F401
    from helpdesk.tickets.portal import finding, tickets  # noqa: F401
    from helpdesk.tickets.queries.contacts import repeated_contact
    from helpdesk.tickets.queries.queue import newest_event
    from kit.accounts.vocabulary import AGENTS
    from kit.privacy import keeps
    from kit.web.api import register
    from kit.web.polls import answer_unchanged

    keeps("tickets", privacy)
    FACTS.add("repeated_contact", repeated_contact)
    app.register_blueprint(console.bp)
    app.register_blueprint(portal.bp)
    register(app, api.bp)
    answer_unchanged(app, "desk.poll", newest_event(), AGENTS, queue.poll_tag)
