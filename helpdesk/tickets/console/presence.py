"""Who else is here, and whether something new was said: the workspace asks every ten seconds."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from helpdesk.tickets import queries
from helpdesk.tickets.commands import presence
from helpdesk.tickets.console import bp
from helpdesk.tickets.queries import thread
from kit import clock
from kit.accounts.guards import actor, agents_only


@bp.post("/tickets/<number>/presence")
@agents_only
def beat(number: str) -> Response:
    """`seen_up_to` is the newest message on the asking page."""
    found, now = queries.for_agent(actor(), number), clock.now()
    presence.note_presence(found.id, actor=actor(), now=now)
    is_newer = (found.last_message_id or 0) > request.form.get("seen_up_to", 0, type=int)
    here = thread.present(found, besides=actor(), now=now)
    return make_response(render_template("tickets/present.oob.html", ticket=found, present=here, is_newer=is_newer))
